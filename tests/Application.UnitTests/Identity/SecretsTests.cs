using Satcom.Application.Identity;
using Satcom.Application.Tenancy;

namespace Satcom.Application.UnitTests.Identity;

public sealed class SecretsTests
{
    private const string Secret = "s3cret";

    public static TheoryData<object> Bearers() =>
    [
        new LoginCommand("a@b.test", Secret, null, null),
        new RefreshCommand(Secret),
        new LogoutCommand(Secret, false),
        new DeviceInfo("f", "n", "p", Secret),
        new VerifyDeviceCommand(Secret, Secret, true),
        new ResendDeviceCodeCommand(Secret),
        new ForgotPasswordCommand(Secret, null),
        new ResetPasswordCommand(Secret, Secret),
        new ChangePasswordCommand(Secret, Secret),
        new RegisterCommand("a@b.test", Secret, "A", null),
        new DeviceCode(Secret, 5),
        new PasswordReset(Secret, 30),
        new Invitation(Secret, 72),
        new FirstInvitation(Secret, 72),
        new DeviceChallengeDto(Secret, Domain.Identity.CodeChannel.Sms, "h", default, default),
        new LoginAnswer { AccessToken = Secret, RefreshToken = Secret, DeviceToken = Secret },
        new IssuedAccessToken(Secret, 600),
        new TokenAnswer(Secret, 600, Secret, new SignedInUser(Guid.Empty, "a@b.test", "A", [], [], new SignedInTenant(Guid.Empty, "acme", "Acme", "en"))),
        new PlatformScopeDto(Secret, "Bearer", 600, new EnteredTenantDto(Guid.Empty, "acme", "Acme", "en")),
    ];

    [Theory]
    [MemberData(nameof(Bearers), DisableDiscoveryEnumeration = true)]
    public void O56_ToString_OfWhatBearsASecret_TellsNone(object bearer) => bearer.ToString()!.ShouldNotContain(Secret);
}
