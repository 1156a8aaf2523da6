"""Routes of accounts."""

from django.urls import path

from accounts.views import account, grants, sign_in

app_name = "accounts"

urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("me/", account.profile, name="profile"),
    path("me/password/", account.password, name="password"),
    path("me/keys/", account.token_list, name="tokens"),
    path("me/keys/<int:pk>/revoke/", account.token_revoke, name="token_revoke"),
    path("roles/", grants.grant_list, name="grants"),
    path("roles/propose/", grants.grant_propose, name="grant_propose"),
    path("roles/<int:pk>/", grants.grant_step, name="grant_step"),
]
