using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Satcom.Application.Common;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>What the document says of an operation, read from its action.</summary>
internal sealed class OperationFacts(ApiDescription description)
{
    private const string Root = "Satcom.WebApi.";

    private readonly ControllerActionDescriptor? _action = description.ActionDescriptor as ControllerActionDescriptor;

    /// <summary>The feature's folder; the controller's name where it lies outside one.</summary>
    public string Feature =>
        _action?.ControllerTypeInfo.Namespace is { } space && space.StartsWith(Root, StringComparison.Ordinal)
            ? space[Root.Length..].Split('.')[0]
            : _action?.ControllerName ?? "Operations";

    /// <summary>Feature_UseCase; the action is named after its use case.</summary>
    public string OperationId => $"{Feature}_{_action?.ActionName ?? description.RelativePath}";

    public bool IsCommand => Method is "POST" or "PUT" or "PATCH" or "DELETE";

    public bool ChangesVersioned => Method is "PUT" or "PATCH" or "DELETE";

    public bool HasBody => description.ParameterDescriptions.Any(p => p.Source == BindingSource.Body);

    public bool NeedsBody => description.ParameterDescriptions.Any(p => p.Source == BindingSource.Body && p.IsRequired);

    public bool HasRouteValue => description.ParameterDescriptions.Any(p => p.Source == BindingSource.Path);

    public Type? BodyType => description.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body)?.Type;

    /// <summary>Callers need not be signed in.</summary>
    public bool IsAnonymous =>
        description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any() || BodyType?.IsDefined(typeof(AnonymousAttribute), inherit: false) == true;

    /// <summary>The refusals that can be met.</summary>
    public IEnumerable<int> Problems
    {
        get
        {
            yield return StatusCodes.Status400BadRequest;
            yield return StatusCodes.Status401Unauthorized;
            yield return StatusCodes.Status403Forbidden;
            if (HasRouteValue)
            {
                yield return StatusCodes.Status404NotFound;
            }

            if (IsCommand)
            {
                yield return StatusCodes.Status409Conflict;
            }

            if (ChangesVersioned)
            {
                yield return StatusCodes.Status412PreconditionFailed;
            }

            if (HasBody)
            {
                yield return StatusCodes.Status413PayloadTooLarge;
                yield return StatusCodes.Status415UnsupportedMediaType;
            }

            if (IsCommand)
            {
                yield return StatusCodes.Status422UnprocessableEntity;
            }

            yield return StatusCodes.Status429TooManyRequests;
            yield return StatusCodes.Status503ServiceUnavailable;
        }
    }

    private string Method => description.HttpMethod?.ToUpperInvariant() ?? "GET";
}
