using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class UserPhoneTests
{
    private const string Old = "+971501000001";
    private const string New = "+971501000002";
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void L15_Phone_ReplacedByItsPerson_GetsCodesAfterADayAndCanBeTakenBackUntilThen()
    {
        var user = Person();
        user.ReplacePhone(New, Now);

        (user.Phone, user.CodePhone(Now), user.CodePhone(Now.AddHours(24).AddSeconds(-1)), user.CodePhone(Now.AddHours(24))).ShouldBe((New, Old, Old, New));
        user.RestorePhone(Now.AddHours(24)).ShouldBeFalse();
        user.RestorePhone(Now.AddHours(23)).ShouldBeTrue();
        (user.Phone, user.CodePhone(Now)).ShouldBe((Old, Old));
        user.RestorePhone(Now.AddHours(23)).ShouldBeFalse();
    }

    [Fact]
    public void L15_Phone_ReplacedTwiceInADay_KeepsTheFirstForTheCodes()
    {
        var user = Person();
        user.ReplacePhone(New, Now);
        user.ReplacePhone("+971501000003", Now.AddHours(1));

        user.CodePhone(Now.AddHours(24)).ShouldBe(Old);
        user.CodePhone(Now.AddHours(25)).ShouldBe("+971501000003");
    }

    [Fact]
    public void L15_Phone_AssignedByAnAdministrator_LeavesCodesToTheMailForADay()
    {
        var user = Person();
        user.AssignPhone(New, Now);

        (user.CodePhone(Now), user.CodePhone(Now.AddHours(24)), user.RestorePhone(Now)).ShouldBe((null, New, false));
        user.AssignPhone(phone: null, Now.AddHours(1));
        (user.CodePhone(Now.AddHours(2)), user.PhoneHeldUntil).ShouldBe((null, null));
    }

    [Fact]
    public void L15_Phone_OfAnAdministrator_ReplacedByItsPersonWhileHeldAndTakenBack_IsTheAdministratorsAgain()
    {
        var user = Person();
        user.AssignPhone(New, Now);
        user.ReplacePhone("+971501000003", Now.AddHours(1));
        user.ReplacePhone("+971501000004", Now.AddHours(2));

        user.RestorePhone(Now.AddHours(3)).ShouldBeTrue();

        // It was held itself: taking a change back makes no hold shorter.
        (user.Phone, user.CodePhone(Now.AddHours(3)), user.CodePhone(Now.AddHours(26))).ShouldBe((New, null, New));
        user.RestorePhone(Now.AddHours(4)).ShouldBeFalse();
    }

    private static User Person()
    {
        var user = new User(Guid.CreateVersion7(Now), Guid.CreateVersion7(Now), "eman@acme.test", "Eman", [Roles.Employee], Now);
        user.SetPhone(Old);
        return user;
    }
}
