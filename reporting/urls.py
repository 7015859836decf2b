from django.contrib import admin
from django.urls import path

from reporting import (
    budget_page,
    difference_pages,
    fates_page,
    passport_page,
    publication_pages,
    relations_page,
    saved_views,
    targets_page,
    views,
    why_page,
)

inside = admin.site.admin_view  # signed in, with a scope; else to the sign-in page
at = "summary/<int:number>/publication/"
publication = [
    path(at, inside(publication_pages.publication_page), name="publication"),
    path(f"{at}open/", inside(publication_pages.open_page), name="publication_open"),
    path(f"{at}confirm/", inside(publication_pages.confirm_page), name="publication_confirm"),
    path(f"{at}streets/<str:street>/", inside(difference_pages.street_page), name="publication_street"),
    path(f"{at}differences/", inside(difference_pages.differences_page), name="publication_differences"),
    path(f"{at}differences/explain/", inside(difference_pages.explain_page), name="publication_explain"),
    path(f"{at}differences/decide/", inside(difference_pages.decide_page), name="publication_decide"),
    path(f"{at}changes/<str:key>/", inside(difference_pages.changes_page), name="publication_changes"),
    path(f"{at}errata/<int:version>/", inside(difference_pages.erratum_page), name="publication_erratum"),
    path(f"{at}<slug:step>/", inside(publication_pages.step_page), name="publication_step"),
]
urlpatterns = [
    path("summary/", inside(views.last_summary), name="last_summary"),
    path("summary/views/<int:pk>/delete/", inside(saved_views.delete), name="view_delete"),
    path("summary/<int:number>/", inside(views.summary_page), name="summary"),
    path("summary/<int:number>/budget/", inside(budget_page.budget_page), name="budget"),
    path("summary/<int:number>/relations/", inside(relations_page.relations_page), name="relations"),
    path("summary/<int:number>/targets/", inside(targets_page.targets_page), name="targets"),
    path("summary/<int:number>/export/", inside(views.export), name="summary_export"),
    path("summary/<int:number>/save/", inside(saved_views.save), name="view_save"),
    *publication,
    path("figures/<str:key>/", inside(passport_page.passport_page), name="passport"),
    path("summary/<int:number>/fates/<str:code>/", inside(fates_page.fates_page), name="fates"),
    path("summary/<int:number>/<str:code>/", inside(views.figure_page), name="figure"),
    path("summary/<int:number>/<str:code>/streets/", inside(views.streets_page), name="figure_streets"),
    path("summary/<int:number>/<str:code>/why/", inside(why_page.why_page), name="why"),
]
