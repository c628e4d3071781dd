# On a terminal, how much was read is shown where that takes a while, and then taken away; what is written is the same.
python3 - <<'END'
import os, pty, re, select, subprocess, time
lead, follow = pty.openpty()
for what, last in (("good", b""), ("bad", b"{}\n")):
    command = [os.environ["STACKSIEVE"], "check", "-"]
    shown = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=follow)
    texts = [b'{"format": "stacksieve-graphs", "version": 1}\n']
    while len(texts) < 300 and not select.select([lead], [], [], 0.2)[0]:
        names = range(15000 * len(texts), 15000 * (len(texts) + 1))
        texts.append(b"".join(b'{"function": "f%d", "vars": {"Signed": ["x"]}, "blocks": [{"in": ["x"]}]}\n' % i for i in names))
        shown.stdin.write(texts[-1] if len(texts) > 2 else b"".join(texts))
        shown.stdin.flush()
    texts.append(last)
    out, _ = shown.communicate(last)
    hidden = subprocess.run(command, input=b"".join(texts), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.write(follow, b"end")
    text = b""
    while not text.endswith(b"end"):
        text += os.read(lead, 4096)
    at = re.match(rb"((\rreading: \d+ MB)+\r\x1b\[K)?", text).end()
    print(what, shown.returncode, out == hidden.stdout, at > 0, text[at:-3].replace(b"\r\n", b"\n") == hidden.stderr)
END
