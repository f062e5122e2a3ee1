namespace Satcom.WebApi.Common.OpenApi;

/// <summary>An example of a request's or answer's body for the OpenAPI document; found by scanning this assembly.</summary>
/// <typeparam name="T">The body's type.</typeparam>
public interface IExample<out T>
    where T : notnull
{
    /// <summary>Realistic and short.</summary>
    T Value { get; }
}
