using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;
using Satcom.Application.Leaves;
using Satcom.Application.Tenancy;
using Satcom.Domain.Common;

namespace Satcom.Application.UnitTests.Identity;

public sealed partial class SecretsTests
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
        new TokenReply(Secret, 600, "openid", Secret, Secret),
        new NewLeaveFeedDto(new Uri($"https://satcom.example/calendars/leave/{Secret}.ics"), default, default),
        new StoredPassword(Guid.Empty, Guid.Empty, Secret),
        new PlatformScopeDto(Secret, "Bearer", 600, new EnteredTenantDto(Guid.Empty, "acme", "Acme", "en")),
    ];

    [Theory]
    [MemberData(nameof(Bearers), DisableDiscoveryEnumeration = true)]
    public void O56_ToString_OfWhatBearsASecret_TellsNone(object bearer) => bearer.ToString()!.ShouldNotContain(Secret);

    /// <summary>Members whose names are those of secrets; a record that has one says itself what it is printed as.</summary>
    [Fact]
    public void O56_Records_WithAMemberNamedLikeASecret_PrintThemselves()
    {
        var records = typeof(LoginCommand).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsClass: true } && t.GetMethod("<Clone>$") is not null);
        var bearers = records.Where(t => t.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Any(p => (p.PropertyType == typeof(string) || p.PropertyType == typeof(Uri)) && IsNamedLikeOne(t, p.Name))).ToList();

        bearers.Count.ShouldBeGreaterThan(20);
        bearers.ShouldContain(typeof(NewLeaveFeedDto));
        bearers.Where(t => t.GetMethod(nameof(ToString), Type.EmptyTypes)!.GetCustomAttribute<CompilerGeneratedAttribute>(inherit: false) is not null).Select(t => t.Name)
            .ShouldBeEmpty("Give each a ToString of its own.");
    }

    /// <summary>Elsewhere a code is what projects and errors have.</summary>
    private static bool IsNamedLikeOne(Type type, string name) => Named().IsMatch(name) || (name is "Code" && !type.IsAssignableTo(typeof(Error)) && type.Namespace!.StartsWith("Satcom.Application.Identity", StringComparison.Ordinal));

    [GeneratedRegex("^(Url|Link|Hash|State|Nonce|Verifier|Assertion|Handle)$|(Token|Secret|Password|Cookie|Handle|DeviceCode|UserCode|Challenge|ChallengeId)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
