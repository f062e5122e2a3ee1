namespace Satcom.Application.Common;

/// <summary>Makes ids.</summary>
public static class Ids
{
    /// <summary>A UUIDv7 of this moment.</summary>
    public static Guid New(this TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
