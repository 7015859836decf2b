"""Meetings, research, outreach, the lists of work: the district's own, but for outreach."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import Indicator, Precision
from reporting.units import LIST_ITEMS, MEDALS, PERSON_TIMES_AT_EVENTS, PIECES, PROJECTS, TIMES

RESEARCH_REPORTS = Indicator(
    code="activities.research_reports",
    label=_("调研报告"),
    unit=PIECES,
    codes=("research.reported",),
    whole=True,
    seed_fact="G1",
    definition=_("当年形成的调研报告，按报告日期。"),
)
CASE_STORIES = Indicator(
    code="activities.case_stories",
    label=_("典型事例"),
    unit=PIECES,
    codes=("work_item.recorded",),
    detail="case_story",
    whole=True,
    seed_fact="G2",
    definition=_("当年列入清单的典型事例。"),
)
RESEARCH_TRIPS = Indicator(
    code="activities.research_trips",
    label=_("集体调研"),
    unit=TIMES,
    codes=("meeting.held",),
    detail="research_trip",
    whole=True,
    seed_fact="G3",
    definition=_("当年组织的集体调研次数。"),
)
RESEARCH_TOPICS = Indicator(
    code="activities.research_topics",
    label=_("党组班子领衔调研课题"),
    unit=PIECES,
    codes=("research.begun",),
    detail="party_group",
    whole=True,
    seed_fact="G4",
    definition=_("当年立题、由党组班子领衔的课题。课题与报告是同一对象先后的两个环节，不能相加。"),
)
PROBLEMS_FOUND = Indicator(
    code="activities.problems_found",
    label=_("查找的问题"),
    unit=PIECES,
    codes=("work_item.recorded",),
    detail="problem",
    whole=True,
    seed_fact="G5",
    definition=_("当年列入清单的问题。"),
)
IMPROVEMENT_ITEMS = Indicator(
    code="activities.improvement_items",
    label=_("重点提升事项"),
    unit=LIST_ITEMS,
    codes=("work_item.recorded",),
    detail="improvement",
    whole=True,
    seed_fact="G6",
    definition=_("当年列入清单的重点提升事项。"),
)
OUTREACH_ATTENDANCE = Indicator(
    code="activities.outreach_attendance",
    label=_("便民活动惠及残疾人、老年人"),
    unit=PERSON_TIMES_AT_EVENTS,
    codes=("outreach.attended",),
    seed_fact="G7",
    precision=Precision.AT_LEAST,
    step=1000,
    definition=_("当年便民活动的参加人次，包括没有残疾人证的居民；同一人参加几次计几次。"),
)
OUTREACH_EVENTS = Indicator(
    code="activities.outreach_events",
    label=_("便民活动"),
    unit=TIMES,
    codes=("outreach.held",),
    definition=_("当年举办的健康义诊、就业咨询、讲座等便民活动次数。"),
)
DISPATCH_MEETINGS = Indicator(
    code="activities.dispatch_meetings",
    label=_("残疾预防调度会"),
    unit=TIMES,
    codes=("meeting.held",),
    detail="dispatch",
    whole=True,
    seed_fact="G9",
    definition=_("当年主管区领导主持召开的残疾预防调度会次数。"),
)
COORDINATION_MEETINGS = Indicator(
    code="activities.coordination_meetings",
    label=_("各类协调会"),
    unit=TIMES,
    codes=("meeting.held",),
    detail="coordination",
    whole=True,
    seed_fact="G10",
    definition=_("当年召开的协调会次数，不含调度会。"),
)
INNOVATION_PROJECTS = Indicator(
    code="activities.innovation_projects",
    label=_("创新项目"),
    unit=PROJECTS,
    codes=("work_item.recorded",),
    detail="innovation",
    whole=True,
    seed_fact="G12",
    definition=_("当年列入清单的创新项目。"),
)
BARRIER_FREE_MEETINGS = Indicator(
    code="activities.barrier_free_meetings",
    label=_("无障碍建设调度推进会"),
    unit=TIMES,
    codes=("meeting.held",),
    detail="barrier_free",
    whole=True,
    seed_fact="G14",
    definition=_("当年召开的无障碍建设工作调度推进会次数。"),
)
BARRIER_FREE_MEASURES = Indicator(
    code="activities.barrier_free_measures",
    label=_("无障碍建设措施"),
    unit=LIST_ITEMS,
    codes=("barrier_free_measure.adopted",),
    whole=True,
    seed_fact="G15",
    definition=_("当年制定的无障碍建设措施，按制定日期。"),
)
MEASURES_CARRIED_OUT = Indicator(
    code="activities.barrier_free_measures_done",
    label=_("落实的无障碍建设措施"),
    unit=LIST_ITEMS,
    codes=("barrier_free_measure.carried_out",),
    whole=True,
    definition=_("当年落实的无障碍建设措施，按落实日期，不论何时制定。"),
)
MEDALS_WON = Indicator(
    code="activities.medals",
    label=_("重大赛事奖牌"),
    unit=MEDALS,
    codes=("work_item.recorded",),
    detail="medal",
    whole=True,
    seed_fact="G17",
    definition=_("当年本区运动员在重大赛事获得的奖牌。"),
)
