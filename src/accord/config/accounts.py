"""What django-allauth and django-axes, by which people sign in, are told; docs/adr/0011-sign-in.md says why."""

ACCOUNT_ADAPTER = "accord.people.signing_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accord.people.signing_in.forms.SignInForm",
    "change_password": "accord.people.signing_in.forms.ChangePasswordForm",
    "reset_password": "accord.people.signing_in.forms.ForgottenForm",
    "reset_password_from_key": "accord.people.signing_in.forms.NewPasswordForm",
    "reauthenticate": "accord.people.signing_in.forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # read by a check; nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by invitation or by whoever runs the installation
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can have mail sent to a stranger
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
# By address or account, never by IP address: behind a proxy or in one building that would be everybody. Failures
# to give the right password are axes' business; `login_failed` is for codes, which are asked after it.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
}
MFA_ADAPTER = "accord.people.signing_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accord.people.signing_in.forms.CodeForm",
    "reauthenticate": "accord.people.signing_in.forms.ConfirmCodeForm",
    "activate_totp": "accord.people.signing_in.forms.AppForm",
    "add_webauthn": "accord.people.signing_in.forms.AddPasskeyForm",
    "authenticate_webauthn": "accord.people.signing_in.forms.PasskeyForm",
    "login_webauthn": "accord.people.signing_in.forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "accord.people.signing_in.forms.ConfirmPasskeyForm",
    "edit_webauthn": "accord.people.signing_in.forms.NamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": None}
SOCIALACCOUNT_ADAPTER = "accord.people.signing_in.identities.IdentityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # the strict policy lets no form lead to another site; a link may
SOCIALACCOUNT_STORE_TOKENS = False
AXES_HANDLER = "accord.people.signing_in.failures.Handler"
AXES_CLIENT_IP_CALLABLE = "accord.people.signing_in.failures.nowhere"
AXES_VERBOSE = False
