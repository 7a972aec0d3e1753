from django.urls import path, register_converter
from django.urls.converters import IntConverter

from anju.portals.administration.views import audit, posts, users

app_name = "administration"


class RecordId(IntConverter):
    """What can't be an id is not found, and is never asked of the database. Each kind of record has its own."""

    regex = "[0-9]{1,18}"


class MemberId(RecordId):
    pass


class PostingId(RecordId):
    pass


register_converter(MemberId, "member_id")
register_converter(PostingId, "posting_id")

urlpatterns = [
    path("", users.home, name="home"),
    path("users", users.users, name="users"),
    path("users/open", users.open_user, name="open_user"),
    path("users/<member_id:member_id>", users.user, name="user"),
    path("users/<member_id:member_id>/contact", users.contact, name="contact"),
    path("users/<member_id:member_id>/department", users.place, name="place"),
    path("users/<member_id:member_id>/password", users.reset_password, name="reset_password"),
    path("users/<member_id:member_id>/close", users.close, name="close"),
    path("users/<member_id:member_id>/unlock", users.unlock, name="unlock"),
    path(
        "users/<member_id:member_id>/second-factor",
        users.remove_second_factor,
        name="remove_second_factor",
    ),
    path("users/<member_id:member_id>/posts", posts.propose, name="propose"),
    path("posts", posts.posts, name="posts"),
    path("posts/add", posts.add, name="add_post"),
    path("postings/<posting_id:posting_id>/end", posts.end, name="end_posting"),
    path("approvals", posts.approvals, name="approvals"),
    path("approvals/<posting_id:posting_id>", posts.decide, name="decide"),
    path("audit", audit.history, name="audit"),
    path("audit/refused", audit.refused, name="audit_refused"),
    path("audit/sign-ins", audit.sign_ins, name="audit_sign_ins"),
    path("audit/looks", audit.looks, name="audit_looks"),
]
