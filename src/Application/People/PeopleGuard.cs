using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>
/// The rules that stand above the permission to manage accounts: nobody acts on a person who may do more than they, and nobody grants
/// or revokes a role that allows more. Refusals are audited.
/// </summary>
internal sealed class PeopleGuard(RequestScope scope, IRefusalTrail refusals)
{
    /// <summary>Whether the caller may act on an account.</summary>
    /// <returns>Null when they may.</returns>
    public Task<Error?> JudgeAsync(User target, CancellationToken cancellationToken) =>
        Holds(Permissions.Of(target.Roles)) ? Task.FromResult<Error?>(null) : RefuseAsync(new PersonHoldsMore(), target.Id, cancellationToken);

    /// <summary>Whether the caller may give and take roles.</summary>
    /// <param name="roles">Those that are given or taken.</param>
    /// <returns>Null when they may.</returns>
    public Task<Error?> JudgeRolesAsync(IEnumerable<string> roles, Guid userId, CancellationToken cancellationToken) =>
        roles.All(role => IsOfTenant(role) && Holds(Permissions.Of([role]))) ? Task.FromResult<Error?>(null) : RefuseAsync(new RoleNotHeld(), userId, cancellationToken);

    /// <summary>True for a role that the tenant's people can have and the caller may grant.</summary>
    public bool MayGrant(string role) => IsOfTenant(role) && Holds(Permissions.Of([role]));

    private bool IsOfTenant(string role) => RolesHere.Contains(role, StringComparer.Ordinal);

    /// <summary>The roles of the tenant's people.</summary>
    public IReadOnlyList<string> RolesHere => string.Equals(scope.Tenant.Slug, Domain.Tenancy.Tenant.PlatformSlug, StringComparison.Ordinal) ? Roles.OfPlatform : Roles.OfCompany;

    private bool Holds(IEnumerable<string> permissions) => scope.Actor.Kind == ActorKind.System || Permissions.Cover(scope.Actor.Permissions, permissions);

    private async Task<Error?> RefuseAsync(Error error, Guid userId, CancellationToken cancellationToken)
    {
        Telemetry.Refusals.Add(1, new KeyValuePair<string, object?>("message", scope.AuditAction));
        await refusals.RecordAsync("user", userId, cancellationToken);
        return error;
    }
}
