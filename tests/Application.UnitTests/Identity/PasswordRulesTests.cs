using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.UnitTests.Identity;

public sealed class PasswordRulesTests
{
    private static readonly User Person = new(Guid.Empty, Guid.Empty, "eman.yousef@acme.test", "Eman Yousef", [], default);

    [Theory]
    [InlineData("correct horse battery", null)]
    [InlineData("Aa1!Aa1!zz9?", null)]
    [InlineData("أحب القهوة صباحًا", null)]
    [InlineData("I work at acme since May", null)]
    [InlineData("elevenchars", "too_short")]
    [InlineData("letmein", "too_short")]
    [InlineData("Common Phrase", "too_common")]
    [InlineData("Common Phrase2026!", "too_common")]
    [InlineData("abababababab", "too_common")]
    [InlineData("abcdefghijkl", "too_common")]
    [InlineData("987654321098", "too_common")]
    [InlineData("EmanYousef12", "too_personal")]
    [InlineData("acme-satcom-1", "too_personal")]
    public void L10_Judge_OfAPassword_RefusesWhatIsGuessedFirst(string password, string? code) =>
        (Rules(12).Judge(Person, password, "newPassword")?.Fields["newPassword"][0].Code).ShouldBe(code);

    [Fact]
    public void L9_Judge_CountsCharactersAndNotTheirEncoding()
    {
        const string ElevenAndOne = "😀🐴🔋🌍🎈🍀🚀🎻🌈🍉🎲";
        Rules(12).Judge(Person, ElevenAndOne, "newPassword").ShouldNotBeNull();
        Rules(12).Judge(Person, ElevenAndOne + "🎯", "newPassword").ShouldBeNull();
        Rules(15).Judge(Person, "fourteen chars", "newPassword").ShouldNotBeNull();
    }

    private static PasswordRules Rules(int min)
    {
        var scope = new RequestScope();
        scope.Enter(new TenantInfo(Guid.Empty, "acme", "Acme Facilities", "en", "Asia/Dubai", TenantStatus.Active, new TenantSettings { PasswordMinLength = min }));
        return new PasswordRules(scope, new Common(), new Nobody());
    }

    private sealed class Nobody : ILeakedPasswords
    {
        public Task<bool> ContainsAsync(string password, CancellationToken cancellationToken) => Task.FromResult(false);
    }

    private sealed class Common : ICommonPasswords
    {
        public bool Contains(string lowerCase) => lowerCase is "common phrase" or "letmein";
    }
}
