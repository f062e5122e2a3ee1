using MediatR;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.IntegrationTests.Common.Http;

public enum EchoKind
{
    Office,
    FieldWork,
}

/// <summary>A place.</summary>
public sealed record EchoPlace(double Latitude, double Longitude);

/// <summary>Every kind of value that commands have.</summary>
[Anonymous]
public sealed record EchoCommand(
    string Text,
    EchoKind Kind,
    int Number = 0,
    Guid? Id = null,
    DateOnly? Date = null,
    DateTimeOffset? At = null,
    EchoPlace? Place = null,
    IReadOnlyList<string>? Tags = null) : ICommand<EchoDto>;

/// <summary>What was understood.</summary>
public sealed record EchoDto(string Text, EchoKind Kind, int Number, Guid? Id, DateOnly? Date, DateTimeOffset? At, string? Key, uint? IfMatch) : IVersioned
{
    public uint Version { get; set; } = 7;
}

internal sealed class EchoHandler(RequestScope scope) : IRequestHandler<EchoCommand, Result<EchoDto>>
{
    public Task<Result<EchoDto>> Handle(EchoCommand request, CancellationToken cancellationToken)
    {
        scope.Replayed = string.Equals(request.Text, "again", StringComparison.Ordinal);
        return Task.FromResult<Result<EchoDto>>(
            new EchoDto(request.Text, request.Kind, request.Number, request.Id, request.Date, request.At, scope.IdempotencyKey, scope.IfMatch));
    }
}

/// <summary>Fails with an error, or breaks with an exception.</summary>
[Anonymous]
public sealed record FailCommand(Error? Error, Exception? Exception, bool Hangs = false) : IPlainCommand;

internal sealed class FailHandler : IRequestHandler<FailCommand, Result>
{
    public async Task<Result> Handle(FailCommand request, CancellationToken cancellationToken)
    {
        if (request.Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return request.Exception is not null ? throw request.Exception : request.Error is null ? Result.Success : Result.Failed(request.Error);
    }
}

internal sealed class EchoExample : IExample<EchoCommand>
{
    public EchoCommand Value => new("Good morning", EchoKind.FieldWork, 3);
}

/// <summary>A body that asks for nothing.</summary>
public sealed record EchoOptions(string? Text, int Number = 0);

/// <summary>Filters of the list.</summary>
public sealed record EchoFilter(DateOnly? From, EchoKind? Kind, int Limit = 50, [FromQuery] Guid[]? UserIds = null);

[Route("api/v1/echo")]
public sealed class EchoController : ApiController
{

    internal static readonly Dictionary<string, FailCommand> Failures = new(StringComparer.Ordinal);

    /// <summary>Echo a message.</summary>
    /// <remarks>Says back what it understood.</remarks>
    [HttpPost]
    [ProducesResponseType(201)]
    public Task<ActionResult<EchoDto>> Create(EchoCommand command, CancellationToken cancellationToken) => SendCreated(command, cancellationToken);

    [HttpPut("{id}")]
    public Task<ActionResult<EchoDto>> Replace(Guid id, EchoCommand command, CancellationToken cancellationToken) => Send(command with { Id = id }, cancellationToken);

    [HttpGet("{id}")]
    public Task<ActionResult<EchoDto>> Find(Guid id, CancellationToken cancellationToken) => Send(new EchoCommand("found", EchoKind.Office, Id: id), cancellationToken);

    [HttpGet]
    public Task<ActionResult<EchoDto>> List([FromQuery] EchoFilter filter, CancellationToken cancellationToken) =>
        Send(new EchoCommand(string.Join(',', filter.UserIds ?? []), filter.Kind ?? EchoKind.Office, filter.Limit, Date: filter.From), cancellationToken);

    [HttpGet("plain")]
    public Task<ActionResult<EchoDto>> Plain(DateOnly? date, DateTimeOffset? at, bool? flag, string? search, CancellationToken cancellationToken) =>
        Send(new EchoCommand($"{search}{flag}", EchoKind.Office, Date: date, At: at), cancellationToken);

    [HttpPost("optional")]
    public Task<ActionResult<EchoDto>> Optional(EchoOptions options, CancellationToken cancellationToken) =>
        Send(new EchoCommand(options.Text ?? "nothing", EchoKind.Office, options.Number), cancellationToken);

    [HttpPost("fail")]
    public Task<ActionResult> Fail([FromQuery] string name, CancellationToken cancellationToken) => Send(Failures[name], cancellationToken);
}

/// <summary>Stands for the sync routes, which take larger bodies.</summary>
[Route("api/v1/sync/echo")]
public sealed class SyncEchoController : ApiController
{
    [HttpPost]
    public Task<ActionResult<EchoDto>> Create(EchoCommand command, CancellationToken cancellationToken) => Send(command, cancellationToken);
}
