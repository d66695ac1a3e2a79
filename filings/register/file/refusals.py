"""Why a file is refused whole: one sentence each for the person who sent it."""

from portal.core.text import Text


class Refused(Exception):
    """The file is refused whole; `reason` is one sentence for the person who sent it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.ko)
        self.reason = reason


NO_FILE = Text("그런 파일이 없습니다.", "There is no such file.")
EMPTY = Text("파일이 비어 있습니다.", "The file is empty.")
DAMAGED = Text("파일이 손상되어 읽을 수 없습니다.", "The file is damaged and cannot be read.")
ENCRYPTED = Text(
    "암호가 걸린 파일은 받지 않습니다. 암호를 푼 뒤 다시 올려 주세요.",
    "The file is encrypted. Remove the password and send it again.",
)
WRONG_TYPE = Text(
    "파일 이름과 내용의 형식이 다르거나 받지 않는 형식입니다. 엑셀(.xlsx) 또는 CSV(.csv) 파일을 올려 주세요.",
    "The content does not match the file name, or the type is not accepted. Send an Excel (.xlsx) or CSV (.csv) file.",
)
MACROS = Text(
    "매크로가 들어 있는 파일은 받지 않습니다. 매크로 없이 .xlsx로 저장해 주세요.",
    "The file holds macros. Save it as .xlsx without them.",
)
LINKS = Text(
    "다른 파일에 연결된 통합 문서는 받지 않습니다. 연결을 끊고 값으로 저장해 주세요.",
    "The workbook is linked to other files or data sources. Break the links and save the values.",
)
DOCTYPE = Text(
    "파일 안에 허용되지 않는 선언(DOCTYPE)이 있습니다.", "The file holds a DOCTYPE declaration, which is not allowed."
)
TOO_LARGE = Text("압축을 풀면 512 MiB가 넘는 파일은 받지 않습니다.", "The file is larger than 512 MiB when unpacked.")
BAD_ENCODING = Text(
    "글자 인코딩을 알 수 없습니다. CSV는 UTF-8 또는 CP949로 저장해 주세요.",
    "The text encoding is unknown. Save the CSV as UTF-8 or CP949.",
)
