namespace Satcom.WebApi.Common.OpenApi;

/// <summary>An example of a request's or answer's body for the OpenAPI document; found by scanning this assembly.</summary>
/// <typeparam name="T">The body's type.</typeparam>
public interface IExample<out T>
    where T : notnull
{
    /// <summary>Realistic and short.</summary>
    T Value { get; }
}

/// <summary>Examples of an answer that comes out in several ways; the first is the usual one.</summary>
/// <typeparam name="T">The body's type.</typeparam>
public interface IOutcomes<T> : IExample<T>
    where T : notnull
{
    /// <summary>Every way that it comes out.</summary>
    IReadOnlyList<Outcome<T>> Outcomes { get; }
}

/// <summary>One way that an answer comes out.</summary>
/// <param name="Name">What it is called, in camelCase.</param>
/// <param name="When">When it is so.</param>
/// <param name="Value">Realistic and short.</param>
/// <typeparam name="T">The body's type.</typeparam>
public sealed record Outcome<T>(string Name, string When, T Value)
    where T : notnull;
