"""What fictional institutions ask in the demonstration, and what becomes of it. Data only."""

from typing import NamedTuple


class Request(NamedTuple):
    """`ends` is the state it reaches; `days` before the load it was sent."""

    by: str
    title: str
    text: str
    fields: tuple[str, ...]
    countries: tuple[str, ...]
    ends: str
    days: int
    depth: str = "general"
    counterparties: str = ""
    languages: tuple[str, ...] = ()


REQUESTS = (
    Request("hospital", "알마티 검진센터 개설 허가", "카자흐스탄 알마티에 건강검진센터를 열려고 합니다. 의료기관 개설 허가 절차와 서류, 걸리는 기간을 알고 싶습니다. 현지 파트너와 합작 계약도 준비하고 있습니다.", ("legal",), ("KZ",), "matching", 3, counterparties="Fictional Almaty Clinic", languages=("ru",)),
    Request("company", "베트남 의료기기 등록", "베트남에 진단기기를 수출하려고 합니다. 의료기기 등록 등급과 현지 대리인 계약, 품질 시스템 심사를 준비해야 합니다.", ("med_device",), ("VN",), "matching", 2),
    Request("hospital", "두바이 클리닉 운영 위탁 검토", "두바이에서 피부과 클리닉의 위탁 운영을 제안받았습니다. 진료 프로세스와 개원 준비, 국제 인증을 어떻게 준비할지 묻습니다.", ("hospital_ops",), ("AE",), "matching", 1),
    Request("company", "인도네시아 병원정보시스템 구축", "자카르타 병원 두 곳에 병원정보시스템과 전자의무기록을 구축하려고 합니다. 현지 개인정보 규정과 연동 표준이 궁금합니다.", ("ict",), ("ID",), "offered", 4),
    Request("hospital", "몽골 의료진 연수와 파견", "울란바토르 병원에 간호사를 파견하고 현지 의료진을 교육하려고 합니다. 면허 인정과 취업 비자 절차를 알고 싶습니다.", ("hr_dispatch",), ("MN",), "running", 15),
    Request("hospital", "사우디 여성병원 타당성 조사", "리야드에 여성병원을 세우는 사업의 타당성 조사와 시장 조사, 현지 파트너 발굴을 맡길 전문위원이 필요합니다.", ("biz_planning",), ("SA",), "running", 25, "indepth"),
    Request("company", "우즈베키스탄 보건부 입찰 준비", "우즈베키스탄 보건부의 병원 장비 국제 입찰에 참여하려고 합니다. 입찰 서류와 제안서, 다자개발은행 조달 지침을 검토해 주십시오.", ("procurement",), ("UZ",), "reported", 30),
    Request("hospital", "중국 환자 유치 홍보", "중국 외국인환자를 유치하기 위한 소셜 미디어 마케팅과 현지 에이전시 계약을 준비합니다.", ("pr_marketing",), ("CN",), "closed", 60),
    Request("company", "독일 의료기기 유통망", "독일 진단기기 유통 계약과 의료기기 등록 갱신을 도와주실 분을 찾습니다.", ("med_device",), ("DE",), "closed", 80, languages=("en",)),
    Request("hospital", "Taxes of a clinic in Ulaanbaatar", "We run a clinic in Ulaanbaatar and need help with its corporate tax filings in Mongolia, VAT refunds and a transfer pricing report.", ("tax_accounting",), ("MN",), "running", 12, languages=("en",)),
    Request("company", "알마티 의료기관 개설 허가 대리", "카자흐스탄 알마티의 의료기관 개설 허가 신청을 대리하고 보건 당국과 인허가를 협의하며 합작 계약서와 정관을 검토할 분이 필요합니다.", ("legal",), ("KZ",), "offered", 2),
    Request("hospital", "베트남 법인세와 조세조약", "하노이 합작 병원의 법인세 신고와 조세조약 적용, 이전가격을 점검하고 싶습니다.", ("tax_accounting",), ("VN",), "received", 1),
    Request("hospital", "태국 병원 설계 검토", "방콕에 지을 병원의 건축 설계와 수술실 설비 기준을 검토받고 싶습니다. 도면은 준비되어 있습니다.", ("infrastructure",), ("TH",), "supplement", 4),
    Request("company", "남극 기지 원격 로봇 수술", "남극 기지에서 쓸 원격 로봇 수술 체계의 양자통신 규격을 알고 싶습니다.", ("ict",), (), "unmet", 20),
    Request("company", "국내 의원 인테리어", "서울에 여는 의원의 실내 장식을 상담받고 싶습니다. 해외 사업은 아닙니다.", ("infrastructure",), (), "refused", 12),
    Request("hospital", "페루 원격의료 도입", "리마 병원과 원격의료 플랫폼을 시작하려 했으나 계획이 바뀌었습니다.", ("ict",), ("PE",), "withdrawn", 18),
    Request("hospital", "싱가포르 투자 유치", "싱가포르 투자자와 병원 인수를 위한 재무 모델을 만들고 있습니다.", ("finance",), ("SG",), "draft", 0),
)  # fmt: skip

QUESTIONS = (
    ("procedure", "VN", "병상 수가 바뀌면 변경신고를 해야 합니까?", "베트남에 신고한 의원의 병상이 20개에서 30개로 늘었습니다.", "published", 20),
    ("law", "", "자문 계약만 맺어도 신고 대상입니까?", "해외 병원과 경영 자문 계약을 맺었습니다. 법 제4조의 신고 대상인지 궁금합니다.", "interpreted", 30),
    ("foreign", "KZ", "카자흐스탄에서 외국 의사 면허를 인정합니까?", "한국 의사가 알마티에서 진료하려면 어떤 절차가 필요합니까?", "published", 15),
    ("difficulty", "UZ", "송금이 늦어지고 있습니다", "우즈베키스탄 현지 법인에서 배당 송금이 두 달째 늦어지고 있습니다.", "received", 2),
    ("procedure", "", "신고확인증을 영문으로 받을 수 있습니까?", "현지 보건 당국이 영문 확인증을 요구합니다.", "answered", 8),
    ("foreign", "SA", "사우디 여성병원 인허가 기간", "리야드에 여성병원을 열 때 인허가에 걸리는 기간이 궁금합니다.", "referred", 6),
)  # fmt: skip

ANSWERS = {
    "병상 수가 바뀌면 변경신고를 해야 합니까?": ("예. 신고한 내용이 바뀌면 포털의 ‘변경하거나 종료 알리기’에서 변경신고를 해 주세요. 바뀐 사실을 알 수 있는 서류를 함께 올립니다.", "Must a change in beds be filed?", "Yes. File a change in the portal with a paper that shows it."),
    "자문 계약만 맺어도 신고 대상입니까?": ("해외 의료기관의 운영에 관한 자문도 의료 해외진출에 해당하므로 의료기관의 개설자는 신고합니다.", "Must a consulting contract alone be filed?", "Consulting on the running of a medical institution abroad counts as overseas expansion, so the founder of a medical institution files it."),
    "카자흐스탄에서 외국 의사 면허를 인정합니까?": ("보건 당국의 자격 심사를 거쳐야 합니다. 준비 서류는 계획에 따라 다르므로 자세한 것은 전문위원 자문을 권합니다.", "Are foreign medical licences recognised in Kazakhstan?", "The health authority assesses each qualification. Papers depend on the plan; expert consulting is advised."),
    "신고확인증을 영문으로 받을 수 있습니까?": ("예. 신고확인증 화면에서 영문을 골라 내려받을 수 있습니다.", "", ""),
}  # fmt: skip

INSIGHTS: tuple[tuple[str, str, str, str, list[str], str], ...] = (
    ("중앙아시아에서 허가를 준비하는 순서", "Preparing a licence in Central Asia", "## 먼저 파트너, 다음에 서류\n\n현지 법인의 지분과 건물의 용도가 정해지지 않으면 **허가 서류를 시작할 수 없습니다.**\n\n- 건물의 용도를 확인합니다.\n- 의료 인력의 면허 인정 일정을 잡습니다.\n- 장비 목록을 현지 기준과 맞춥니다.\n\n순서를 바꾸면 같은 서류를 두 번 내게 됩니다.", "## Partner first, papers next\n\nWithout settled shares and a building of the right use, **no licence file can be opened.**\n\n- Check the use of the building.\n- Plan the recognition of licences.\n- Match the equipment list to local norms.\n\nOtherwise the same papers are filed twice.", ["KZ", "UZ"], "published"),
    ("국내 거주 외국인과 함께하는 홍보", "Working with foreign residents", "## 경험이 먼저입니다\n\n한국에 사는 외국인의 경험은 광고보다 멀리 갑니다. 먼저 진료를 경험하게 하고, 이야기할 수 있게 돕습니다.", "## Experience first\n\nWhat foreign residents tell their friends reaches further than advertising. Let them experience care first, then help them tell of it.", [], "review"),
)  # fmt: skip
