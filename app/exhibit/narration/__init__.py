"""The exhibit read aloud: what is said of each panel, the audio made of it, and whether the two still agree.

passages      what is read: the welcome and each panel of the story, sentence by sentence
sentences     Markdown to plain sentences
spoken        a sentence as a voice must be given it
shipped       the audio that comes with the exhibit, and the list of it
recordings    what a curator has recorded instead
voices, render   how the shipped audio is made; needed for `python -m exhibit.narration` alone
"""
