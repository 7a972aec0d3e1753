"""Who lives in the sample world. All names and numbers are invented; the check digits are right."""

from dataclasses import dataclass

PASSWORD = "anju-demo-2026"  # noqa: S105 - for invented people in a demo only


@dataclass(frozen=True)
class SamplePerson:
    login: str
    name: str
    id_number: str
    phone: str
    label: str = ""


@dataclass(frozen=True)
class SampleOrganisation:
    login: str
    name: str
    uscc: str
    registration_no: str | None
    operator: SamplePerson
    label: str = ""


@dataclass(frozen=True)
class SampleStaff:
    username: str
    name: str
    powers: tuple[str, ...]
    label: str
    office: str = ""  # where the powers do not say it: of administrators
    district: str = ""  # of whose department (管理部) they are


@dataclass(frozen=True)
class SampleAdministrator:
    """Who works for an institution by the account that its filing opened; its name is the institution's code."""

    uscc: str
    name: str
    label: str


@dataclass(frozen=True)
class SampleOperator:
    """Whom an institution's administrator lets do some of its work; the account is its code with a number."""

    uscc: str
    name: str
    powers: tuple[str, ...]
    label: str

    @property
    def username(self) -> str:
        return f"{self.uscc}.01"


def id_number(area: str, born: str, serial: int) -> str:
    """An invented resident identity number with its check character (GB 11643)."""
    body = f"{area}{born}{serial:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


ZHANG = SamplePerson(
    "zhangsan",
    "张三",
    "110101199003078013",
    "13800000001",
    "承租人：有押金和租金待缴。业主：一件表决待办",
)
LI = SamplePerson(
    "lisi",
    "李四",
    id_number("110105", "19880612", 21),
    "13800000002",
    "承租人：与张三合租，已缴一份；有一份网签合同待签约。业主：已开纸质票据，自愿交存一笔已付、一笔可撤回，对一件书面表决已提异议",
)
WANG = SamplePerson(
    "wangfang", "王芳", id_number("110108", "19951123", 42), "13800000003", "承租人：账单已逾期"
)
ZHAO = SamplePerson(
    "zhaolei",
    "赵磊",
    id_number("110102", "19790203", 11),
    "13800000004",
    "承租人：支付宝已付，待入账",
)
NEWCOMER = SamplePerson(
    "chenxin", "陈欣", id_number("110112", "20001005", 26), "13800000005", "还没有备案合同的新用户"
)
LIU = SamplePerson(
    "liuyulan",
    "刘玉兰",
    id_number("110105", "19540316", 28),
    "13800000009",
    "业主：七套房屋，待首次交存、已开票、待补交、待续交（票据开具失败）、售后公房、待退款、退款中各一套，两件表决待办",
)
NO_HOME = SamplePerson(
    "heping",
    "何平",
    id_number("110107", "19610722", 35),
    "13800000010",
    "名下没有房屋的业主：可以添加房屋、为亲友交存；添加申请一笔待审核、一笔未通过",
)
OTHERS = tuple(
    SamplePerson(
        f"tenant{n:02}",
        name,
        id_number("110106", f"19{70 + n}0{n % 9 + 1}15", 100 + n),
        f"1390000{n:04}",
    )
    for n, name in enumerate(
        (
            "孙丽",
            "周强",
            "吴敏",
            "郑浩",
            "冯娟",
            "蒋涛",
            "沈洁",
            "韩冰",
            "杨帆",
            "朱琳",
            "秦岭",
            "许静",
        ),
        1,
    )
)
LEAVING = tuple(
    SamplePerson(
        login, name, id_number("110105", born, 60 + n), f"1391000000{n}", f"承租人：{label}"
    )
    for n, (login, name, born, label) in enumerate(
        (
            ("mali", "马莉", "19870419", "已退租，退款争议调解中"),
            ("dengchao", "邓超英", "19900908", "已退租，退款争议仲裁中"),
            ("xuning", "徐宁", "19831127", "已退租，退款争议诉讼中，已提交判决书"),
            ("luoyan", "罗燕", "19920214", "备案撤销，退款收款人变更审批中"),
            ("xieyun", "谢云", "19940626", "企业失联，主管部门退款决定待复核"),
            ("houyan", "侯燕", "19910805", "备案撤销，有一笔退款没有收款账户，待领取"),
            ("qinyu", "秦瑜", "19951130", "合同即将到期，待核对联系方式和收款账户"),
        )
    )
)
PEOPLE = (ZHANG, LI, WANG, ZHAO, NEWCOMER, LIU, NO_HOME, *OTHERS, *LEAVING)

OPERATOR = SamplePerson("", "刘洋", id_number("110107", "19860418", 33), "13800000006")
COMPANY = SampleOrganisation(
    "kechuang",
    "北京科创软件有限公司",
    "91110108MA01ABCD5T",
    "DJ0010086",
    OPERATOR,
    "单位承租人：为员工租房。开发单位：两套未售房屋待表决、待缴分摊款",
)
UNREGISTERED = SampleOrganisation(
    "weidengji",
    "北京未登记商贸有限公司",
    "91110105MA00TE5T2T",
    None,
    OPERATOR,
    "没有登记号的单位：会被告知如何登记",
)
ANXIN = SampleOrganisation(
    "anxin",
    "北京安心住房租赁有限公司",
    "91110105MA01A2B3C4",
    "DJ0010112",
    OPERATOR,
    "住房租赁企业，同时为员工租房：登录后选择身份，可随时切换",
)
HOSPITAL = SampleOrganisation(
    "anhe",
    "北京市安和医院",
    "12110000400686411L",
    "DJ0020301",
    SamplePerson("", "何静", id_number("110101", "19820917", 48), "13800000007"),
    "事业单位承租人：为医生租房，用事业单位电子证书登录",
)
GROUP = SampleOrganisation(
    "yuanhang",
    "北京远航科技集团有限公司",
    "91110105MA05K6L7M4",
    "DJ0030500",
    SamplePerson("", "蔡宁", id_number("110105", "19910325", 62), "13800000008"),
    "单位承租人：500份合同，批量缴款",
)
ORGANISATIONS = (COMPANY, ANXIN, HOSPITAL, GROUP, UNREGISTERED)

ENTERPRISES = (
    (ANXIN.name, ANXIN.uscc, "ccb"),
    ("北京青年公寓管理有限公司", "91110108MA02D4E5F4", "icbc"),
    ("北京四季家园住房租赁有限公司", "91110112MA03G6H7JH", "ccb"),
)

MEDIATOR = SampleStaff(
    "tiaojie", "何洁", ("dispute.mediate",), "中介协会调解员：争议案件、录入最终退款方案"
)
CLERK = SampleStaff(
    "zijin",
    "高洁",
    (
        "lease.import",
        "bank.read",
        "bank.match",
        "bank.return",
        "proof.read",
        "authority_order.enter",
    ),
    "资金中心柜员：挂账处理、日终核对、导入备案合同、录入主管部门退款决定",
)
PAYOUT_MAKER = SampleStaff(
    "fukuan", "丁悦", ("bank.read", "payout.make"), "资金中心付款经办：编制付款批次"
)
PAYOUT_CHECKER = SampleStaff(
    "fuhe", "韩冰", ("bank.read", "payout.check"), "资金中心付款复核：复核付款批次"
)
FUND_ENTERER = SampleStaff(
    "weixiu",
    "魏修",
    ("fund.read", "fund.enter"),
    "维修资金朝阳管理部录入员：小区、房屋、更名、交存通知、纸质票据",
    district="110105",
)
FUND_REVIEWER = SampleStaff(
    "guanlibu",
    "管宁",
    ("fund.read", "fund.review", "fund.pay"),
    "维修资金朝阳管理部审核员：个人造册审核、柜台退款、维修支取付款、作废票据",
    district="110105",
)
FUND_PAYER = SampleStaff(
    "jiexi",
    "金夕",
    ("fund.read", "fund.pay"),
    "资金中心维修资金经办：公共收益、年度结息、票据平台问题单",
)
FUND_CHECKER = SampleStaff(
    "weifu",
    "魏馥",
    ("fund.read", "fund.check"),
    "资金中心维修资金复核：复核退款、公共收益和结息",
)
ENTERER = SampleStaff(
    "luru",
    "陆文",
    ("agency.enter", "home.verify", "filing.enter"),
    "住建委录入员：机构备案申请、人员和场所、房源核验、合同备案申请",
)
REVIEWER = SampleStaff(
    "shenhe",
    "沈和",
    ("agency.review", "home.object", "filing.review"),
    "住建委审核员：审核机构备案和合同备案、复核核验异议",
)
PARAMETER_KEEPER = SampleStaff(
    "canshu",
    "曾书",
    ("parameter.keep",),
    "住建委参数管理员：提出系统参数变更",
)
CREDIT_CLERK = SampleStaff(
    "xinyong",
    "辛勇",
    ("credit.apply", "rule.keep", "list.keep"),
    "住建委信用员：记分申请、记分标准、红黑名单告知",
)
CREDIT_REVIEWER = SampleStaff(
    "pingshen",
    "平婷",
    ("credit.review", "list.keep"),
    "住建委信用审核员：审核记分、决定列入和注销",
)
OBJECTION_REVIEWER = SampleStaff(
    "fuyi", "傅怡", ("credit.review",), "住建委信用复核员：处理记分异议（须由第三人）"
)
OPERATOR_OF_THE_LINE = SampleStaff(
    "yunwei", "云薇", ("home.trouble",), "住建委线路运维：不动产登记系统线路、问题单"
)
WORKS_REVIEWER = SampleStaff(
    "weixiushen", "岳文", ("works.review",), "住建委维修支取审批员：审批任务单、决算"
)
WORKS_APPROVER = SampleStaff(
    "weixiufu", "付安", ("works.approve",), "住建委维修支取复审员：超过限额的任务单"
)
VOTE_OFFICER = SampleStaff(
    "biaojue", "卞珏", ("vote.object",), "住建委表决异议处理员：核实业主对表决的异议"
)
COMPANY_OFFICER = SampleStaff(
    "qiye",
    "戚叶",
    ("fund.read", "fund.company"),
    "维修资金朝阳管理部企业审核员：物业服务企业注册、物业区域关联",
    district="110105",
)
KEY_OFFICER = SampleStaff(
    "miyao",
    "苗瑶",
    ("fund.read", "fund.key"),
    "维修资金朝阳管理部密钥管理员：制发和撤销物业服务企业密钥",
    district="110105",
)
AREA_OFFICER = SampleStaff(
    "quyu",
    "瞿昱",
    ("fund.read", "fund.company"),
    "资金中心维修资金企业审核员：全市物业区域关联",
)
DEPARTMENT_CHECKER = SampleStaff(
    "chaoyangfu",
    "晁福",
    ("fund.read", "fund.check"),
    "维修资金朝阳管理部复核员：复核维修支取付款和柜台退款",
    district="110105",
)
CLOSER = SampleStaff(
    "rizhong",
    "任忠",
    ("bank.read", "proof.read", "proof.close", "ledger.read", "entry.make"),
    "资金中心日终岗：日终核对、差异处理、编制记账凭证、账簿",
)
ENTRY_CHECKER = SampleStaff(
    "jizhang",
    "纪彰",
    ("proof.read", "ledger.read", "entry.check"),
    "资金中心会计复核岗：复核记账凭证",
)
SUPERVISOR = SampleStaff(
    "zonglan",
    "宗岚",
    ("figures.read", "search.all", "ledger.read", "warning.keep", "release.hold"),
    "资金中心监督岗：统计看板和月报、综合查询、风险预警",
)
PARAMETER_PROPOSER = SampleStaff(
    "canshuti",
    "岑舒",
    ("centre_parameter.keep", "unclaimed.keep"),
    "资金中心参数岗：提出参数变更、待领资金",
)
PARAMETER_APPROVER = SampleStaff(
    "canshufu", "岑芙", ("centre_parameter.check",), "资金中心参数复核岗：复核参数变更"
)
RUN_WATCHER = SampleStaff(
    "yunxing",
    "云行",
    ("run.start", "api.keep"),
    "资金中心运行岗：自动任务、接口密钥",
)
AUTHORITY_PARAMETER_CHECKER = SampleStaff(
    "canshushen", "岑深", ("parameter.check",), "住建委参数复核员：复核系统参数"
)
ADMINISTRATORS = (
    ("xitong", "user.keep", "系统管理员：用户管理、提出岗位"),
    ("anquan", "security.keep", "安全管理员：核准岗位、解除锁定"),
    ("shenji", "audit.read", "审计管理员：操作、访问和登录记录"),
)
STAFF = (
    CLERK,
    PAYOUT_MAKER,
    PAYOUT_CHECKER,
    SampleStaff(
        "jianguan",
        "郭宁",
        ("release.hold", "account.check", "interest.read", "authority_order.check"),
        "资金中心监管岗：暂停划转、复核收款账户和主管部门退款决定、查看利息",
    ),
    CLOSER,
    ENTRY_CHECKER,
    SUPERVISOR,
    PARAMETER_PROPOSER,
    PARAMETER_APPROVER,
    RUN_WATCHER,
    FUND_ENTERER,
    FUND_REVIEWER,
    FUND_PAYER,
    FUND_CHECKER,
    COMPANY_OFFICER,
    AREA_OFFICER,
    KEY_OFFICER,
    DEPARTMENT_CHECKER,
    MEDIATOR,
    SampleStaff("tiaojie2", "方文", ("dispute.mediate",), "中介协会调解员"),
    SampleStaff("xiehui", "吴燕", ("dispute.approve",), "中介协会复核员：最终退款方案、收款人变更"),
    ENTERER,
    REVIEWER,
    PARAMETER_KEEPER,
    AUTHORITY_PARAMETER_CHECKER,
    CREDIT_CLERK,
    CREDIT_REVIEWER,
    OBJECTION_REVIEWER,
    OPERATOR_OF_THE_LINE,
    WORKS_REVIEWER,
    WORKS_APPROVER,
    VOTE_OFFICER,
    SampleStaff("chakan", "罗平", ("bank.read", "proof.read"), "资金中心查询员：只能查看"),
    *(
        SampleStaff(f"{login}.{office}", name, (power,), f"{office_label}{label}", office)
        for office, office_label, names in (
            ("centre", "资金中心", ("纪安", "石磊", "沈明")),
            ("association", "中介协会", ("秦川", "卫国", "邵华")),
            ("authority", "住建委", ("孟凡", "严谨", "苏文")),
        )
        for (login, power, label), name in zip(ADMINISTRATORS, names, strict=True)
    ),
)
ADMINISTRATORS_OF_INSTITUTIONS = (
    SampleAdministrator(
        ANXIN.uscc, ANXIN.name, "住房租赁企业（安心租赁）的机构管理员：房源核验、合同网签、合同备案"
    ),
    SampleAdministrator(
        "91110106MA06N7P8QY", "北京邻里之家房地产经纪有限公司", "经纪机构（有分公司）的机构管理员"
    ),
)
OPERATOR_OF_AN_INSTITUTION = SampleOperator(
    ANXIN.uscc,
    "白露",
    ("institution.homes", "institution.contracts"),
    "住房租赁企业（安心租赁）的操作员：房源核验、合同网签和备案，不管理用户",
)
