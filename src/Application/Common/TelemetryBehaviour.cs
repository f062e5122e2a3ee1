using MediatR;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>Outermost: one span and one measurement per message, by name and outcome code, never its content.</summary>
internal sealed class TelemetryBehaviour<TRequest, TResponse>(RequestScope scope, TimeProvider time) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        scope.AuditAction = MessageInfo<TRequest>.Action;
        using var activity = Telemetry.Activities.StartActivity(MessageInfo<TRequest>.Name);
        var started = time.GetTimestamp();
        var outcome = "exception";
        try
        {
            var response = await next();
            outcome = response.Error?.Code ?? "ok";
            return response;
        }
        finally
        {
            activity?.SetTag("satcom.outcome", outcome);
            Telemetry.MessageDuration.Record(
                time.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("message", MessageInfo<TRequest>.Name),
                new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
