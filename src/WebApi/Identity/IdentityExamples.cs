using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Identity;

internal sealed class LoginExample : IExample<LoginCommand>
{
    public LoginCommand Value => new("employee@acme.test", "Satcom!Demo1", "acme", new DeviceInfo("8f14e45f", "Eman's phone", "android"));
}

internal sealed class LoginAnswerExample : IOutcomes<LoginAnswer>
{
    public LoginAnswer Value => Outcomes[0].Value;

    public IReadOnlyList<Outcome<LoginAnswer>> Outcomes => [new("signedIn", "The person is signed in.", SignedIn), new("deviceVerification", "The device must be proved by a code first; there are no tokens yet.", Challenged)];

    private static LoginAnswer SignedIn
    {
        get
        {
            var tokens = new TokensExample().Value;
            return new LoginAnswer
            {
                AccessToken = tokens.AccessToken,
                TokenType = tokens.TokenType,
                ExpiresIn = tokens.ExpiresIn,
                RefreshToken = tokens.RefreshToken,
                DeviceToken = tokens.DeviceToken,
                User = tokens.User,
            };
        }
    }

    private static LoginAnswer Challenged => new()
    {
        DeviceVerification = new DeviceChallengeDto("opaque text", Domain.Identity.CodeChannel.Sms, "••••••••••001", ExampleValues.At(4).AddMinutes(5), ExampleValues.At(4).AddMinutes(1)),
    };
}

internal sealed class VerifyDeviceExample : IExample<VerifyDeviceCommand>
{
    public VerifyDeviceCommand Value => new("the challengeId of the sign-in", "204719", Trust: true);
}

internal sealed class ResendDeviceCodeExample : IExample<ResendDeviceCodeCommand>
{
    public ResendDeviceCodeCommand Value => new("the challengeId of the sign-in");
}

internal sealed class ForgotPasswordExample : IExample<ForgotPasswordCommand>
{
    public ForgotPasswordCommand Value => new("employee@acme.test", "acme");
}

internal sealed class ResetPasswordExample : IExample<ResetPasswordCommand>
{
    public ResetPasswordCommand Value => new("what the mailed link carries behind token=", "another long pass phrase");
}

internal sealed class ChangePasswordExample : IExample<ChangePasswordCommand>
{
    public ChangePasswordCommand Value => new("a long pass phrase", "another long pass phrase");
}

internal sealed class ReauthenticateExample : IExample<ReauthenticateCommand>
{
    public ReauthenticateCommand Value => new("a long pass phrase");
}

internal sealed class RegisterExample : IExample<RegisterCommand>
{
    public RegisterCommand Value => new("new@acme.test", "a long pass phrase", "Noor Amin", "acme");
}

internal sealed class SessionsExample : IExample<Page<SignedInSessionDto>>
{
    public Page<SignedInSessionDto> Value => new(
        [new(ExampleValues.Thing, "Eman's phone", "android", ExampleValues.Tap, ExampleValues.At(4), ExampleValues.At(9), ExampleValues.At(4).AddDays(90), IsCurrent: true)], NextCursor: null);
}

internal sealed class DevicesExample : IExample<Page<TrustedDeviceDto>>
{
    public Page<TrustedDeviceDto> Value => new(
        [new(ExampleValues.Tap, "Eman's phone", "android", ExampleValues.At(4), ExampleValues.At(9), ExampleValues.At(9).AddDays(90))], NextCursor: null);
}

internal sealed class RefreshExample : IExample<RefreshCommand>
{
    public RefreshCommand Value => new("the refreshToken of the last answer");
}

internal sealed class LogoutExample : IExample<LogoutCommand>
{
    public LogoutCommand Value => new(RefreshToken: null, Everywhere: false);
}

internal sealed class TokensExample : IExample<TokenAnswer>
{
    public TokenAnswer Value => new(
        "eyJ…",
        600,
        "opaque text",
        new SignedInUser(ExampleValues.Employee, "employee@acme.test", ExampleValues.EmployeeName, Roles, [.. Permissions.Of(Roles).Order(StringComparer.Ordinal)], Acme))
    {
        DeviceToken = "opaque text",
    };

    internal static string[] Roles { get; } = [Domain.Identity.Roles.Employee];

    internal static SignedInTenant Acme { get; } = new(ExampleValues.Tenant, "acme", "Acme Facilities", "en");
}

internal sealed class MeExample : IExample<Me>
{
    public Me Value
    {
        get
        {
            var user = new TokensExample().Value.User;
            return new Me(
                user.Id, user.Email, user.DisplayName, user.Roles, user.Permissions, user.Tenant, new MeEmployee("E-1007", "Accountant", "Asia/Dubai", ExampleValues.Manager, ExampleValues.Team));
        }
    }
}
