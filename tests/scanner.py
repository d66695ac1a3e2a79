"""A scanner for tests: clamd's INSTREAM on loopback, which knows the test string, and can be told to misbehave."""

import socket
import threading

from portal.core.screening.findings import TEST_STRING


class Scanner:
    """`mode`: honest, nonsense, silent, full (size limit), hangs-up, cut (answers without an end), endless."""

    def __init__(self, path=None):
        self.mode, self.asked = "honest", 0
        if path is None:
            self.socket = socket.create_server(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        else:
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.socket.bind(str(path))
            self.socket.listen()
            self.address = str(path)
        self.ended = threading.Event()
        self.socket.settimeout(0.1)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def stop(self):
        self.ended.set()
        self.thread.join(5)
        self.socket.close()

    def _serve(self):
        while not self.ended.is_set():
            try:
                line, _ = self.socket.accept()
            except TimeoutError:
                continue
            line.settimeout(5)
            with line:
                try:
                    self._answer(line)
                except OSError:
                    continue

    def _answer(self, line):
        self.asked += 1
        if self.mode == "hangs-up":
            return
        content = self._content(line)
        if self.mode == "silent":
            self.ended.wait(2)
        elif self.mode == "nonsense":
            line.sendall(b"HTTP/1.1 200 OK\r\n\r\nstream: OK maybe\0")
        elif self.mode == "full":
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif self.mode == "cut":
            line.sendall(b"stream: OK")
        elif self.mode == "endless":
            line.sendall(b"stream: OK" * 2000)
        else:
            found = TEST_STRING in content or b"a new worm" in content
            line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0")

    @staticmethod
    def _content(line):
        stream = line.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        parts = []
        while length := int.from_bytes(stream.read(4), "big"):
            parts.append(stream.read(length))
        return b"".join(parts)
