using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>The request's fields break their rules.</summary>
/// <param name="Fields">camelCase field to what is wrong with it.</param>
public sealed record ValidationFailed(IReadOnlyDictionary<string, IReadOnlyList<FieldError>> Fields) : Error("validation_failed", ErrorKind.Invalid)
{
    /// <summary>One field, one fault.</summary>
    public static ValidationFailed Of(string field, string code, object? limit = null) =>
        new(new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal) { [field] = [new FieldError(code, limit)] });
}

/// <summary>One broken rule of a field.</summary>
/// <param name="Code">required, too_long, out_of_range, invalid_format and so on.</param>
/// <param name="Limit">The bound that was broken, the name of the format, or the values that are accepted; null where there is none of them.</param>
public sealed record FieldError(string Code, object? Limit = null);

/// <summary>Runs the message's validators: shape only, never a read of the database. Every broken rule is told at once.</summary>
internal sealed class ValidationBehaviour<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<ValidationFailure>? failures = null;
        foreach (var validator in validators)
        {
            var outcome = await validator.ValidateAsync(request, cancellationToken);
            if (!outcome.IsValid)
            {
                (failures ??= []).AddRange(outcome.Errors);
            }
        }

        return failures is null ? await next() : TResponse.Failed(ValidationCodes.ToError(failures));
    }
}
