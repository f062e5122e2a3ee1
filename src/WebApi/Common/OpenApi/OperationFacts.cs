using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Binding;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>What the document says of an operation, read from its action and from the message that the action sends.</summary>
internal sealed class OperationFacts
{
    private const string Root = "Satcom.WebApi.";

    private readonly ApiDescription _description;
    private readonly ControllerActionDescriptor? _action;

    /// <exception cref="InvalidOperationException">The action is not named after its use case.</exception>
    public OperationFacts(ApiDescription description)
    {
        _description = description;
        _action = description.ActionDescriptor as ControllerActionDescriptor;
        var isOurs = _action?.ControllerTypeInfo.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true;
        Feature = isOurs ? _action!.ControllerTypeInfo.Namespace![Root.Length..].Split('.')[0] : _action?.ControllerName ?? "Operations";
        OperationId = $"{Feature}_{_action?.ActionName ?? description.RelativePath}";
        Message = MessageFacts.Find(OperationId) ?? (BodyType is { } body ? MessageFacts.Of(body) : null);
        if (isOurs && MessageFacts.Find(OperationId) is null)
        {
            throw new InvalidOperationException($"There is no use case {OperationId}. Name the action after the message that it sends, such as CheckIn for CheckInCommand, and put both into one feature.");
        }
    }

    /// <summary>The feature's folder; the controller's name where it lies outside one.</summary>
    public string Feature { get; }

    /// <summary>Feature_UseCase.</summary>
    public string OperationId { get; }

    /// <summary>What the action sends.</summary>
    public MessageFacts? Message { get; }

    public string Path => "/" + _description.RelativePath;

    /// <summary>An Idempotency-Key is honoured.</summary>
    public bool KeepsReplay => Message is { KeepsReplay: true };

    /// <summary>If-Match is honoured.</summary>
    public bool HonoursIfMatch => Message is { HonoursIfMatch: true };

    /// <summary>The answer is a page of a list.</summary>
    public bool IsPaged => Message?.Type.IsAssignableTo(typeof(IPagedQuery)) == true;

    public bool HasBody => BodyType is not null || TakesCsv;

    /// <summary>The body is a table.</summary>
    public bool TakesCsv => _description.ActionDescriptor.EndpointMetadata.OfType<CsvBodyAttribute>().Any();

    public bool NeedsBody => BodyType is { } body && StrictJsonInputFormatter.Asks(body);

    public Type? BodyType => _description.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body)?.Type;

    /// <summary>Callers need not be signed in.</summary>
    public bool IsAnonymous => Message is { IsAnonymous: true } || _description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any();

    /// <summary>The refusals that can be met: status, then its codes, the use case's own first.</summary>
    public IEnumerable<IGrouping<int, string>> Problems =>
        (Message?.Errors ?? []).Select(e => (Status: ErrorStatus.Of(e.Kind), e.Code)).Concat(OfHttp()).Distinct().GroupBy(p => p.Status, p => p.Code).OrderBy(g => g.Key);

    /// <summary>What reading the request and sending the answer can come to.</summary>
    private IEnumerable<(int Status, string Code)> OfHttp()
    {
        if (HasBody)
        {
            if (!TakesCsv)
            {
                yield return (StatusCodes.Status400BadRequest, ProblemCodes.MalformedJson);
            }

            yield return (StatusCodes.Status400BadRequest, ProblemCodes.MalformedRequest);
            yield return (StatusCodes.Status408RequestTimeout, ProblemCodes.RequestTimeout);
            yield return (StatusCodes.Status413PayloadTooLarge, ProblemCodes.PayloadTooLarge);
            yield return (StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType);
        }

        yield return (StatusCodes.Status429TooManyRequests, ProblemCodes.RateLimited);
        yield return (StatusCodes.Status500InternalServerError, ProblemCodes.InternalError);
        yield return (StatusCodes.Status503ServiceUnavailable, ProblemCodes.ServiceUnavailable);
    }
}
