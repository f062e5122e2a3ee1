using System.Diagnostics.CodeAnalysis;

namespace Satcom.Domain.Common;

/// <summary>What pipeline behaviours need of a result, without knowing its value.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IResult<TSelf>
    where TSelf : IResult<TSelf>
{
    /// <summary>The failure, or null on success.</summary>
    Error? Error { get; }

    /// <summary>The value on success, boxed; null on failure or where there is none.</summary>
    object? BoxedValue { get; }

    /// <summary>Makes a failed result.</summary>
    static abstract TSelf Failed(Error error);

    /// <summary>Makes a successful result of a value of the right type.</summary>
    static abstract TSelf Succeeded(object? value);

    /// <summary>The value's type; <see cref="void"/> where there is none.</summary>
    static abstract Type ValueType { get; }
}

/// <summary>Success without a value, or an <see cref="Error"/>.</summary>
public sealed class Result : IResult<Result>
{
    /// <summary>The one success.</summary>
    public static readonly Result Success = new(null);

    private Result(Error? error) => Error = error;

    /// <inheritdoc/>
    public static Type ValueType => typeof(void);

    /// <inheritdoc/>
    public Error? Error { get; }

    /// <inheritdoc/>
    public object? BoxedValue => null;

    public static implicit operator Result(Error error) => new(error);

    /// <inheritdoc/>
    public static Result Failed(Error error) => new(error);

    /// <inheritdoc/>
    public static Result Succeeded(object? value) => Success;
}

/// <summary>A value, or an <see cref="Error"/>.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class Result<T> : IResult<Result<T>>
    where T : notnull
{
    private readonly T? _value;

    private Result(T? value, Error? error)
    {
        _value = value;
        Error = error;
    }

    /// <inheritdoc/>
    public static Type ValueType => typeof(T);

    /// <inheritdoc/>
    public Error? Error { get; }

    /// <inheritdoc/>
    public object? BoxedValue => _value;

    /// <summary>The value; reading it from a failed result is a bug.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"The result failed with {Error.Code}.");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);

    /// <inheritdoc/>
    public static Result<T> Failed(Error error) => new(default, error);

    /// <inheritdoc/>
    public static Result<T> Succeeded(object? value) => new((T?)value ?? throw new ArgumentNullException(nameof(value)), null);

    /// <summary>The value when there is one.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Error? error)
    {
        value = _value;
        error = Error;
        return Error is null;
    }
}
