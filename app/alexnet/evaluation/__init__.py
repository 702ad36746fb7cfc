"""How good and how fast a network is: measured, calibrated, written down."""
