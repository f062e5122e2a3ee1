using System.Reflection;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.UnitTests.Common;

public sealed class PermissionsTests
{
    private static readonly IReadOnlyList<string> AllRoles = [.. typeof(Roles).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Of_EveryRole_IsABundleOfKnownPermissions()
    {
        foreach (var role in AllRoles)
        {
            Permissions.Of([role]).ShouldNotBeEmpty(role);
            Permissions.Of([role]).Except(Permissions.All, StringComparer.Ordinal).ShouldBeEmpty();
        }
    }

    [Fact]
    public void All_AreHeldBySomeRole() =>
        Permissions.Of(AllRoles).Order(StringComparer.Ordinal).ShouldBe(Permissions.All);

    [Fact]
    public void Of_SeveralRoles_IsTheirUnionAndOfNoneIsNothing()
    {
        Permissions.Of([Roles.Employee, Roles.Manager]).SetEquals(Permissions.Of([Roles.Employee]).Concat(Permissions.Of([Roles.Manager]))).ShouldBeTrue();
        Permissions.Of([]).ShouldBeEmpty();
        Permissions.Of(["nobody", "HR"]).ShouldBeEmpty();
    }

    [Fact]
    public void PlatformPermissions_AreThePlatformAdministratorsAlone()
    {
        var others = Permissions.Of(AllRoles.Where(r => r is not Roles.PlatformAdmin));

        others.Contains(Permissions.PlatformScope).ShouldBeFalse();
        others.Contains(Permissions.TenantsRead).ShouldBeFalse();
        Permissions.InPlatformScope.Except(Permissions.All, StringComparer.Ordinal).ShouldBeEmpty();
        Permissions.InPlatformScope.Contains(Permissions.PlatformScope).ShouldBeFalse();
        Permissions.InPlatformScope.Contains(Permissions.AttendancePunch).ShouldBeFalse();
        Permissions.InPlatformScope.Contains(Permissions.AnomaliesManage).ShouldBeFalse();
    }

    [Fact]
    public void Actor_MayWhatItsPermissionsSay_AndTheServiceMayAnything()
    {
        var actor = new Actor { Kind = ActorKind.User, Permissions = Permissions.Of([Roles.Employee]) };

        actor.May(Permissions.AttendancePunch).ShouldBeTrue();
        actor.May(Permissions.AuditRead).ShouldBeFalse();
        Actor.Anonymous.May(Permissions.AttendancePunch).ShouldBeFalse();
        Actor.System.May(Permissions.AuditRead).ShouldBeTrue();
        (actor.IsSignedIn, Actor.Anonymous.IsSignedIn, Actor.System.IsSignedIn).ShouldBe((true, false, false));
    }

    [Theory]
    [InlineData(Roles.SuperAdmin, Roles.Hr, true)]
    [InlineData(Roles.SuperAdmin, Roles.Manager, true)]
    [InlineData(Roles.Hr, Roles.Employee, true)]
    [InlineData(Roles.Hr, Roles.Manager, true)]
    [InlineData(Roles.Hr, Roles.Staff, true)]
    [InlineData(Roles.Hr, Roles.Hr, true)]
    [InlineData(Roles.Hr, Roles.SuperAdmin, false)]
    [InlineData(Roles.Manager, Roles.Hr, false)]
    [InlineData(Roles.Manager, Roles.Staff, false)]
    [InlineData(Roles.Employee, Roles.Manager, false)]
    [InlineData(Roles.SuperAdmin, Roles.PlatformAdmin, false)]
    [InlineData(Roles.PlatformAdmin, Roles.Employee, false)]
    [InlineData(Roles.PlatformAdmin, Roles.SuperAdmin, false)]
    public void Cover_OfTwoRoles_IsWhetherTheFirstMayDoAllOfTheSecond(string held, string wanted, bool covers) =>
        Permissions.Cover(Permissions.Of([held]), Permissions.Of([wanted])).ShouldBe(covers);
}
