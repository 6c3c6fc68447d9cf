"""error: Its error has a message with the signs of terminals, tables and pages, and is long."""


def answer(n, secret):
    raise ValueError("\x1b[2J=cmd|' /C calc'!A0 <script>alert(1)</script>\u202e\x00" + "x" * 10**6)
