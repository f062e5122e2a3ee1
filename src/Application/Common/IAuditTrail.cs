namespace Satcom.Application.Common;

/// <summary>Writes what the save interceptor cannot see: refusals, sensitive reads, sign-ins that failed.</summary>
public interface IAuditTrail
{
    /// <summary>Commits one entry on its own, apart from the unit of work.</summary>
    Task RecordAsync(string action, string entityType, Guid? entityId, CancellationToken cancellationToken);
}
