"""The cast of the demo: two streets, each with a clerk and a reviewer, and the district's people.

Only where synthetic numbers are allowed (never on an installation with real people).
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Posting, User
from accounts.roles import Role

PASSWORD = "taizhang-demo"
CAST = [
    ("clerk_a", "陈经办", "110102007", Role.CLERK),
    ("reviewer_a", "林审核", "110102007", Role.STREET_REVIEWER),
    ("clerk_b", "周经办", "110102020", Role.CLERK),
    ("reviewer_b", "何审核", "110102020", Role.STREET_REVIEWER),
    ("officer", "吴审批", None, Role.DISTRICT_OFFICER),
    ("officer_2", "郑审批", None, Role.DISTRICT_OFFICER),
    ("finance", "钱财务", None, Role.FINANCE),
    ("cashier", "孙出纳", None, Role.CASHIER),
    ("director", "赵主任", None, Role.MANAGER),
    ("integrator", "市级平台", None, Role.INTEGRATOR),
    ("sysadmin", "系统管理员", None, Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", None, Role.SECURITY_ADMIN),
    ("auditor", "审计管理员", None, Role.AUDIT_ADMIN),
]


class Command(BaseCommand):
    help = "Makes the demo users if they are missing and prints how to sign in."

    def handle(self, *args, **options):
        if not settings.ALLOW_SYNTHETIC_ID:
            raise CommandError("demo users are made only where ALLOW_SYNTHETIC_ID=1")
        for username, name, street, role in CAST:
            known = {"name": name, "email": f"{username}@demo.invalid"}
            user, new = User.objects.get_or_create(username=username, defaults=known)
            if new:
                user.set_password(PASSWORD)
                user.save()
            Posting.objects.get_or_create(user=user, street_id=street, role=role)
        self.stdout.write(f"Sign in at /admin/ (登录) with the password {PASSWORD}:")
        for username, name, street, role in CAST:
            self.stdout.write(f"  {username:<12} {name} · {role.label} · {street or '全区'}")
