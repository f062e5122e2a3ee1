using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>A job's command was refused, or its work found what must not be. Its text is a code, so it may be shown.</summary>
internal sealed class JobRefusedException(string code) : Exception(code)
{
    public JobRefusedException(Error error)
        : this(error.Code)
    {
    }
}

internal static class JobRefusals
{
    /// <summary>What a command came to.</summary>
    /// <exception cref="JobRefusedException">It was refused.</exception>
    public static T OrThrow<T>(this Result<T> result)
        where T : notnull => result.TryGet(out var value, out var error) ? value : throw new JobRefusedException(error);

    /// <inheritdoc cref="OrThrow{T}"/>
    public static void OrThrow(this Result result)
    {
        if (result.Error is { } error)
        {
            throw new JobRefusedException(error);
        }
    }
}
