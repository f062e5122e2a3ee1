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
        new IssuedAccessToken(Secret, 600),
        new TokenAnswer(Secret, 600, Secret, new SignedInUser(Guid.Empty, "a@b.test", "A", [], [], new SignedInTenant(Guid.Empty, "acme", "Acme", "en"))),
        new PlatformScopeDto(Secret, "Bearer", 600, new EnteredTenantDto(Guid.Empty, "acme", "Acme", "en")),
    ];

    [Theory]
    [MemberData(nameof(Bearers), DisableDiscoveryEnumeration = true)]
    public void ToString_OfWhatBearsASecret_TellsNone(object bearer) => bearer.ToString()!.ShouldNotContain(Secret);
}
