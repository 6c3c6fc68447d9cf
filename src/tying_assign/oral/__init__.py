"""Questions on a student's own model, for a short conversation or a quiz after the submission.

The submission runs in the sandbox, and :mod:`tying_assign.oral.facts` with it: it finds the models
there, and asks ledger and trace about them. The questions are written outside, of these facts. A
submission can lie about its models, since it runs in the same process: the answers help a teacher
to listen, and are no marks.
"""
