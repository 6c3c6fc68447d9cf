"""How a trace looks into autograd's engine; torch's private parts are touched in engine.py."""
