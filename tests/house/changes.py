"""Things that the product has already, standing for new ones: which files know each of them, and which need not.

An example names its page of `docs/how-to-change`, what the page's words in angle brackets are for it, and by which
words a file knows it. A file that knows it and is on no step of the page is spared only with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Example:
    """One thing that is there, as the change that brought it.

    `known_by` is a regular expression for its identifiers, in a file or in its path. `stands_for` gives the words of
    the page in angle brackets, or the file of a step where an app has one file for what is a folder elsewhere. `spared`
    are files that know it without being a part of the change, by the reason.
    """

    page: str
    name: str
    known_by: str
    stands_for: Mapping[str, str] = field(default_factory=dict)
    spared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.page}: {self.name}"


VIEWS = "src/inreach/apps/<app>/views/<noun>.py"
WORDS = "src/inreach/apps/<app>/templates/<app>/<page that leads to it>.html"
ITS_PAGE = "the page that asks for it is a change of its own"
ITS_ACTION = "the action that it calls is a change of its own"
VISITOR = "somebody in the role comes as an example; another role would do, and a new one need not come"
TAKEN_AS_EXAMPLE = "it is an example of something else there; a new one need not be"

EXAMPLES = (
    Example(
        "a-guard-rule",
        "no_class_link",
        r"\bno_class_link\b|\bwithout_class_link\b|No link to class",
        {"rule": "no_class_link"},
        {
            TAKEN_AS_EXAMPLE: (
                "tests/apps/demo/test_demo_story.py",
                "tests/apps/inclusion/test_school_week.py",
                "tests/core/guard/test_judgement.py",
            )
        },
    ),
    Example(
        "a-guard-rule",
        "not_trained",
        r"\bnot_trained\b|\badult_not_trained\b|The adult is not trained",
        {"rule": "not_trained"},
        {
            TAKEN_AS_EXAMPLE: (
                "tests/apps/demo/test_demo_story.py",
                "tests/apps/inclusion/test_school_week.py",
                "tests/core/guard/test_judgement.py",
            )
        },
    ),
    Example(
        "a-field-of-a-target",
        "success_criteria",
        r"\bsuccess_criteria\b",
        {},
        {
            "whoever agrees a target has to know when it is met": (
                "src/inreach/apps/casework/templates/casework/sign.html",
            ),
            "the seven-point check judges it": ("src/inreach/apps/casework/adapters/target.py",),
            TAKEN_AS_EXAMPLE: (
                "src/inreach/apps/demo/story/targets.py",
                "tests/apps/casework/conftest.py",
            ),
        },
    ),
    Example(
        "a-field-of-a-target",
        "expected_words",
        r"\bexpected_words\b",
        {
            "src/inreach/apps/casework/templates/casework/target.html": (
                "src/inreach/apps/casework/presenters/target.py"
            )
        },
        {
            "whoever agrees a target has to know what is expected": (
                "src/inreach/apps/casework/templates/casework/sign.html",
            ),
            "the page says what each rating means in these words, which stand beside the scale": (
                "src/inreach/apps/casework/adapters/target.py",
                "src/inreach/core/targets/progress.py",
                "src/inreach/core/targets/types.py",
                "tests/core/targets/test_standing.py",
            ),
            "the evaluation counts targets with words for their level": (
                "src/inreach/apps/insight/adapters/target_table.py",
                "src/inreach/apps/insight/services/target_rows.py",
                "tests/apps/insight/conftest.py",
            ),
            TAKEN_AS_EXAMPLE: (
                "src/inreach/apps/demo/story/targets.py",
                "tests/apps/casework/conftest.py",
            ),
        },
    ),
    Example(
        "a-role-and-a-permission",
        "governor",
        r"\bGOVERNOR\b|\bgovernor\b",
        {"app": "inclusion"},
        {
            VISITOR: (
                "tests/apps/demo/test_demo_story.py",
                "tests/apps/demo/test_one_click_sign_in.py",
                "tests/apps/inclusion/conftest.py",
                "tests/apps/inclusion/test_figures.py",
                "tests/apps/inclusion/test_guard.py",
                "tests/apps/inclusion/test_today.py",
                "tests/apps/schools/test_pupil_list.py",
                "tests/apps/schools/test_school.py",
                "tests/attacks/test_roles.py",
                "tests/attacks/test_security.py",
                "tests/house/test_scopes.py",
            ),
            TAKEN_AS_EXAMPLE: (
                "tests/core/access/test_policy.py",
                "tests/house/test_navigation.py",
                "tests/house/test_planted_faults.py",
            ),
        },
    ),
    Example(
        "a-role-and-a-permission",
        "service_manager",
        r"\bSERVICE_MANAGER\b|\bservice_manager\b|\bservice manager\b",
        {"app": "casework"},
        {
            VISITOR: (
                "tests/apps/demo/test_demo_story.py",
                "tests/apps/inclusion/test_figures.py",
                "tests/apps/inclusion/test_guard.py",
                "tests/apps/inclusion/test_pupil_page.py",
                "tests/apps/inclusion/test_today.py",
                "tests/apps/schools/test_school_access.py",
                "tests/attacks/test_audit.py",
                "tests/attacks/test_roles.py",
                "tests/attacks/test_security.py",
            ),
            TAKEN_AS_EXAMPLE: (
                "tests/core/access/test_policy.py",
                "tests/house/test_route_matrix.py",
            ),
            "it moves lines for its service and for no school, which no other role does": (
                "docs/explanation/guard.md",
                "tests/house/matrix/inclusion.toml",
            ),
        },
    ),
    Example(
        "an-import-format",
        "fet",
        r"\bformats\.fet\b|formats import .*\bfet\b|\bimport fet\b|import-a-timetable|test_import_fet",
        {"format": "fet", "file": "a-timetable"},
        {
            "only a timetable holds from a day on, which the command refuses for the others": (
                "docs/reference/commands.md",
            ),
            TAKEN_AS_EXAMPLE: ("tests/apps/exchange/test_import_pages.py",),
        },
    ),
    Example(
        "an-import-format",
        "dfe_schools",
        r"\bdfe_schools\b|\bimport schools\b|import-the-list-of-schools|Entity\(\"establishment\"",
        {"format": "dfe_schools", "file": "the-list-of-schools"},
    ),
    Example(
        "an-action",
        "correct_rating",
        r"\bcorrect_rating\b|rating\.corrected|\bCorrectForm\b",
        {"app": "casework", "noun": "rating"},
        {
            ITS_PAGE: ("src/inreach/apps/casework/views/rating.py",),
            "the audit asks a rating which event gave its number; few actions give one": (
                "src/inreach/apps/casework/models/rating.py",
            ),
            TAKEN_AS_EXAMPLE: (
                "tests/apps/casework/test_target_audit.py",
                "tests/apps/casework/test_target_fields.py",
            ),
        },
    ),
    Example(
        "an-action",
        "end_slot",
        r"\bend_slot\b|slot\.ended",
        {"app": "provision", "noun": "slot"},
        {
            ITS_PAGE: (
                "src/inreach/apps/provision/templates/provision/group.html",
                "src/inreach/apps/provision/urls.py",
                "src/inreach/apps/provision/views/slot.py",
                "tests/house/matrix/provision.toml",
            )
        },
    ),
    Example(
        "a-page",
        "end_membership",
        r"\bend_membership\b",
        {
            "app": "accounts",
            "page": "end_membership",
            "page that leads to it": "people",
            VIEWS: "src/inreach/apps/accounts/views.py",
            "tests/apps/<app>/test_<noun>_pages.py": "tests/apps/accounts/test_membership.py",
        },
        {
            ITS_ACTION: ("src/inreach/apps/accounts/actions.py",),
            TAKEN_AS_EXAMPLE: ("tests/attacks/test_requests.py",),
        },
    ),
    Example(
        "a-page",
        "open_case",
        r"\bcasework:open_case\b|\bopen_case\.html|name=\"open_case\"|\bdef open_case\(request",
        {"app": "casework", "noun": "case", "page": "open_case", "page that leads to it": "cases"},
        {
            "a pupil's page leads to it, too": ("src/inreach/apps/inclusion/templates/inclusion/pupil.html",),
            TAKEN_AS_EXAMPLE: (
                "tests/attacks/test_audit.py",
                "tests/attacks/test_roles.py",
            ),
        },
    ),
    Example(
        "a-planner-rule",
        "pinned",
        r"\brules\.pinned\b|^RULE = Rule\(\"pinned\"|^ +\"?pinned\"?,$|Pinned sessions stay|needs: tuple\[Need\b",
        {"rule": "pinned"},
    ),
    Example(
        "a-planner-rule",
        "may_leave",
        r"\bmay_leave\b|\"may leave\"|class Ban\b",
        {"rule": "may_leave"},
    ),
    Example(
        "a-weight",
        "cover",
        r"\bcover_points\b|\bweights\.cover\b|\bweights\[COVER\]|[Ff]ive minutes of cover|w₅",
        {},
        {
            "it counts ahead, for many places at once, what only a place and an adult together cost": (
                "src/inreach/planner/search/placement_costs.py",
                "src/inreach/planner/search/shift_moves.py",
            ),
            TAKEN_AS_EXAMPLE: ("tests/planner/objective/test_preferences.py",),
        },
    ),
    Example(
        "a-weight",
        "other_adult",
        r"\bother_adults?\b|\bother_adult_points\b|nother adult than|w₇",
        {},
        {
            "a repair weighs change from what is published, and nothing else": (
                "src/inreach/planner/repair.py",
                "tests/planner/test_repair.py",
            ),
            TAKEN_AS_EXAMPLE: ("tests/planner/problem/test_files.py",),
        },
    ),
    Example(
        "a-statistic-with-its-chart",
        "funnel",
        r"\bfunnel\b",
        {"figure": "funnel", "chart": "funnel", "indicator": "funnel", "part": "areas"},
        {
            "its arithmetic, which is a change of its own": (
                "src/inreach/evaluation/estimators/proportions.py",
            ),
            "where schools would be bars, the funnel stands for them": (
                "src/inreach/evaluation/charts/outcomes.py",
                "src/inreach/evaluation/reporting/report_charts.py",
            ),
            TAKEN_AS_EXAMPLE: (
                "docs/explanation/evaluation.md",
                "tests/apps/insight/test_evaluate_command.py",
                "tests/evaluation/charts/test_report_charts.py",
                "tests/evaluation/disclosure/test_release.py",
            ),
        },
    ),
    Example(
        "a-statistic-with-its-chart",
        "data_quality",
        r"\bdata_quality\b",
        {
            "figure": "data_quality",
            "chart": "data_quality",
            "indicator": "records",
            "part": "data_quality",
        },
        {
            "it began a part of the report, which most statistics do not": (
                "src/inreach/evaluation/indicators/registry.py",
            ),
            "what it needs is counted before the rows are summed": (
                "src/inreach/evaluation/figures/report_context.py",
            ),
            TAKEN_AS_EXAMPLE: (
                "tests/evaluation/disclosure/test_release.py",
                "tests/evaluation/reporting/test_service_report.py",
            ),
        },
    ),
    Example(
        "a-document",
        "the ledger as a file",
        r"\bledger_csv\b|\bledger_as_csv\b|\bcsv_export\b|\bcsv_url\b|\bledger\.exported\b",
        {
            "app": "inclusion",
            "noun": "csv_export",
            "page": "ledger_page",
            "page that leads to it": "ledger",
            VIEWS: "src/inreach/apps/inclusion/views/ledger.py",
        },
        {TAKEN_AS_EXAMPLE: ("tests/apps/inclusion/test_school_week.py", "tests/attacks/test_requests.py")},
    ),
    Example(
        "a-document",
        "the invitation",
        r"\binvitation\b|\binvite\(",
        {
            "app": "accounts",
            "noun": "invitation",
            "page": "membership",
            WORDS: "src/inreach/apps/accounts/templates/accounts/invitation.txt",
            VIEWS: "src/inreach/apps/accounts/views.py",
        },
        {"it tells who adds somebody what will come": ("src/inreach/apps/accounts/forms/membership.py",)},
    ),
)
