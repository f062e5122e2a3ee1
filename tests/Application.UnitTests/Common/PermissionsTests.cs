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
            Permissions.Of([role]).ShouldBeSubsetOf(Permissions.All);
        }
    }

    [Fact]
    public void All_AreHeldBySomeRole() =>
        Permissions.Of(AllRoles).Order(StringComparer.Ordinal).ShouldBe(Permissions.All);

    [Fact]
    public void Of_SeveralRoles_IsTheirUnionAndOfNoneIsNothing()
    {
        Permissions.Of([Roles.Employee, Roles.Manager]).ShouldBe(Permissions.Of([Roles.Employee]).Union(Permissions.Of([Roles.Manager])), ignoreOrder: true);
        Permissions.Of([]).ShouldBeEmpty();
        Permissions.Of(["nobody", "HR"]).ShouldBeEmpty();
    }

    [Fact]
    public void PlatformPermissions_AreThePlatformAdministratorsAlone()
    {
        var others = Permissions.Of(AllRoles.Where(r => r is not Roles.PlatformAdmin));

        others.ShouldNotContain(Permissions.PlatformScope);
        others.ShouldNotContain(Permissions.TenantsRead);
        Permissions.InPlatformScope.ShouldBeSubsetOf(Permissions.All);
        Permissions.InPlatformScope.ShouldNotContain(Permissions.PlatformScope);
        Permissions.InPlatformScope.ShouldNotContain(Permissions.AttendancePunch);
        Permissions.InPlatformScope.ShouldNotContain(Permissions.AnomaliesManage);
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
}
