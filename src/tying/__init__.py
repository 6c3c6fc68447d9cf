"""Who shares which parameter, and what follows from it.

The modules are named for their concepts and are imported by name, for example
``from tying.ledger import ledger``:

- :mod:`tying.ledger`: who holds which parameter, and what is stored how often;
- :mod:`tying.uses`: how often a forward pass uses each parameter;
- :mod:`tying.trace`: what each use contributes to the gradient;
- :mod:`tying.positions`, :mod:`tying.steps`: the same inside a convolution or recurrent layer;
- :mod:`tying.ties`: make, undo and check a tie;
- :mod:`tying.layer_counts`: what a dense, a locally connected and a convolutional layer cost;
- :mod:`tying.locally_connected`: the untied twin of a convolution;
- :mod:`tying.pooling`: when a tie pays: bias, variance and risk of separate, tied and pooled means;
- :mod:`tying.linear_fits`: the same for linear fits and any linear tie;
- :mod:`tying.monte_carlo`: bias and variance measured over many training sets at once;
- :mod:`tying.device`: where the book's notebooks run, and how large their experiments are.
"""
