namespace Satcom.Application.Common;

/// <summary>Writes down that somebody signed in was refused: so much of one caller and no more, because a line stays for good. The refusal itself is never left out.</summary>
public interface IRefusalTrail
{
    /// <summary>Commits one entry of <c>access.refused</c> on its own, while the caller has not had too many.</summary>
    Task RecordAsync(string entityType, Guid? entityId, CancellationToken cancellationToken);
}
