using System.Reflection;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class UserTests
{
    private static readonly Guid Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("Eman@Acme.Test", "EMAN@ACME.TEST")]
    [InlineData("  eman@acme.test ", "EMAN@ACME.TEST")]
    [InlineData("ILGIN@acme.test", "ILGIN@ACME.TEST")]
    public void Normalize_OfAnAddress_IsItsComparableForm(string email, string normalized) => User.Normalize(email).ShouldBe(normalized);

    [Fact]
    public void Deactivate_Twice_TellsOnce()
    {
        var user = Make();

        user.Deactivate();
        user.Deactivate();

        user.Status.ShouldBe(UserStatus.Deactivated);
        var told = user.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<UserAccessChanged>();
        told.AggregateId.ShouldBe(Id);
        ((IForgetsCached)told).Forgotten.ShouldBe(("user", Id));
    }

    [Fact]
    public void Reactivate_WhenActive_TellsNothing()
    {
        var user = Make();
        user.Reactivate();
        user.DequeueEvents().ShouldBeEmpty();

        user.Deactivate();
        user.Reactivate();

        user.Status.ShouldBe(UserStatus.Active);
        user.DequeueEvents().Count.ShouldBe(2);
    }

    [Fact]
    public void PasswordHash_IsMarkedSecret()
    {
        var user = Make();
        user.SetPasswordHash("hash");
        user.SetPhone("+971501000000");

        (user.PasswordHash, user.Phone).ShouldBe(("hash", "+971501000000"));
        typeof(User).GetProperty(nameof(User.PasswordHash))!.IsDefined(typeof(SecretAttribute)).ShouldBeTrue();
        typeof(User).GetProperty(nameof(User.Email))!.IsDefined(typeof(SecretAttribute)).ShouldBeFalse();
        typeof(User).GetCustomAttribute<AuditedAttribute>()!.EntityType.ShouldBe("user");
    }

    private static User Make() => new(Id, Id, "Eman@acme.test", "Eman", [Roles.Employee], DateTimeOffset.UnixEpoch);
}
