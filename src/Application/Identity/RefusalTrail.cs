using Satcom.Application.Common;

namespace Satcom.Application.Identity;

/// <summary>Counts the refusals of a person, or of a program of its own.</summary>
internal sealed class RefusalTrail(RequestScope scope, IAttemptLimits limits, IAuditTrail audit) : IRefusalTrail
{
    private static readonly Quota Written = new("refusals", 30, TimeSpan.FromMinutes(5));

    public async Task RecordAsync(string entityType, Guid? entityId, CancellationToken cancellationToken)
    {
        if (await limits.TakeAsync(Written, $"{scope.Tenant.Id:N}\n{scope.Actor.CountedAs:N}", cancellationToken) is null)
        {
            await audit.RecordAsync("access.refused", entityType, entityId, cancellationToken);
        }
    }
}
