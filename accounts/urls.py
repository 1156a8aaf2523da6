"""Routes of accounts."""

from django.urls import path

from accounts.views import account, accounts, factor_reset, grants, links, second_factor, sign_in, step_up

app_name = "accounts"

urlpatterns = [
    path("login/", sign_in.sign_in, name="login"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("resume/", sign_in.resume, name="resume"),
    path("forgot/", links.forgot, name="forgot"),
    path("link/", links.choose, name="link_password"),
    path("link/<str:secret>/", links.follow, name="link"),
    path("", accounts.account_list, name="accounts"),
    path("<int:pk>/", accounts.account_page, name="account"),
    path("<int:pk>/step/", accounts.account_step, name="account_step"),
    path("me/", account.profile, name="profile"),
    path("me/password/", account.password, name="password"),
    path("me/sessions/end/", account.sessions_end, name="sessions_end"),
    path("me/sessions/<int:pk>/end/", account.session_end, name="session_end"),
    path("me/keys/", account.token_list, name="tokens"),
    path("me/keys/new/", account.token_new, name="token_new"),
    path("me/keys/<int:pk>/revoke/", account.token_revoke, name="token_revoke"),
    path("second-factor/", second_factor.show, name="second_factor"),
    path("second-factor/set-up/", second_factor.enrol, name="second_factor_enrol"),
    path("me/second-factor/codes/", second_factor.renew_codes, name="recovery_codes"),
    path("me/second-factor/end/", second_factor.give_up, name="second_factor_end"),
    path("confirm/", step_up.ask, name="step_up"),
    path("resets/", factor_reset.reset_list, name="factor_resets"),
    path("resets/propose/", factor_reset.reset_propose, name="factor_reset_propose"),
    path("resets/<int:pk>/", factor_reset.reset_step, name="factor_reset_step"),
    path("roles/", grants.grant_list, name="grants"),
    path("roles/propose/", grants.grant_propose, name="grant_propose"),
    path("roles/<int:pk>/", grants.grant_step, name="grant_step"),
]
