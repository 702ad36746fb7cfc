"""How the shipped weights were made: photographs to arrays, arrays to a trained network, network to a small file.

    python -m alexnet.train data  NAME=FOLDER:PIXELS ... --out data     photographs to arrays, near-duplicates dropped
    python -m alexnet.train shards --data data --out shards             arrays to small folders, to be carried
    python -m alexnet.train unpack --data data shards/*                 and back to arrays there
    python -m alexnet.train run   --data data --out runs/long           trains for the recipe's minutes; can be resumed
    python -m alexnet.train evaluate --data data CHECKPOINT             top-1 and top-5 on each set held out
    python -m alexnet.train.pack  CHECKPOINT --out FILE                 the small file that ships
    python -m alexnet.train card                                        writes the model card's tables

The recipe is one file, `recipe.yaml` (for one large GPU `recipe-gpu.yaml`), beside this one. The same code runs on
a processor and on a GPU.
"""
