using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>The error that a violated database constraint means. Features register theirs.</summary>
/// <param name="Constraint">Its name in the database.</param>
/// <param name="Error">What the caller gets.</param>
public sealed record ConstraintError(string Constraint, Error Error);

/// <summary>A feature's constraints and what they mean.</summary>
internal interface IConstraintErrorSource
{
    IEnumerable<ConstraintError> Errors { get; }
}
