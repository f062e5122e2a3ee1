namespace Satcom.Application.Common;

/// <summary>One part that the service needs before it can answer. Registered as a singleton; asked by <c>/health/ready</c>.</summary>
public interface IReadinessCheck
{
    /// <summary>camelCase, such as database, migrations, storage, scheduler.</summary>
    string Name { get; }

    /// <summary>Asks the part. An exception or two seconds of silence count as a failure.</summary>
    /// <returns>Null when it is ready, else a short reason that may be shown to anybody.</returns>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}
