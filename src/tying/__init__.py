"""Who shares which parameter, and what follows from it.

The modules are named for their concepts and are imported by name, for example
``from tying.ledger import ledger``:

- :mod:`tying.ledger`: who holds which parameter, and what is stored how often;
- :mod:`tying.ledger`: how often a forward pass uses each parameter;
- :mod:`tying.trace`: what each use contributes to the gradient;
- :mod:`tying.trace`, :mod:`tying.trace`: the same inside a convolution or recurrent layer;
- :mod:`tying.ties`: make, undo and check a tie;
- :mod:`tying.layers`: what a dense, a locally connected and a convolutional layer cost;
- :mod:`tying.layers`: the untied twin of a convolution;
- :mod:`tying.risk`: when a tie pays: bias, variance and risk of separate, tied and pooled means;
- :mod:`tying.risk`: the same for linear fits and any linear tie;
- :mod:`tying.risk`: bias and variance measured over many training sets at once;
- :mod:`tying.device`: where the book's notebooks run, and how large their experiments are.
"""
