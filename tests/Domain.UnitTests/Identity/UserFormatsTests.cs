using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class UserFormatsTests
{
    [Theory]
    [InlineData("a@b.test", true)]
    [InlineData("first.last+tag@sub.domain.example", true)]
    [InlineData("o'hara@b.test", true)]
    [InlineData("a@b", false)]
    [InlineData("a@b..test", false)]
    [InlineData(".a@b.test", false)]
    [InlineData("a b@c.test", false)]
    [InlineData("a@b.test\r\nBcc: c@d.test", false)]
    [InlineData("a@b.test\n", false)]
    [InlineData("\"a b\"@c.test", false)]
    [InlineData("a@[127.0.0.1]", false)]
    [InlineData("a,b@c.test", false)]
    [InlineData("é@b.test", false)]
    public void A37_IsEmail_OfAText_TakesPlainAddressesAlone(string text, bool isOne) => UserFormats.IsEmail(text).ShouldBe(isOne);

    [Theory]
    [InlineData("+971501234567", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+012345678", false)]
    [InlineData("00971501234567", false)]
    [InlineData("+97150 123 4567", false)]
    [InlineData("+٩٧١٥٠١٢٣٤٥٦٧", false)]
    [InlineData("+971501234567\n", false)]
    public void IsPhone_OfAText_IsE164(string text, bool isOne) => UserFormats.IsPhone(text).ShouldBe(isOne);

    [Fact]
    public void SetRoles_AndSetEmail_ChangeTheAccountAndTell()
    {
        var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        var user = new User(id, id, "Eman@acme.test", "Eman Yousef", [Roles.Employee], DateTimeOffset.UnixEpoch);
        user.SearchText.ShouldBe("eman yousef acme test");

        user.SetRoles([Roles.Hr]);
        user.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new UserAccessChanged(id));
        user.SetEmail("lina@acme.test");
        user.Rename("Lina");

        (user.Email, user.NormalizedEmail, user.SearchText).ShouldBe(("lina@acme.test", "LINA@ACME.TEST", "lina acme test"));
    }
}
