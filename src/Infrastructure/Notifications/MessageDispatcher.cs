using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Notifications;

/// <summary>
/// Sends waiting messages by one way out, a bounded number at once: each as soon as a place is free, so that a slow recipient
/// holds up one place and nothing else. While the other side is away it is only asked now and then, and no message pays for that.
/// </summary>
internal sealed partial class MessageDispatcher(
    IMessageChannel channel, MessageQueue queue, MessageRenderer renderer, MessageSignals signals, INodeBus bus, TimeProvider time, ILogger<MessageDispatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DepthInterval = TimeSpan.FromSeconds(15);

    /// <summary>What a message may take beyond its time limit, clocks that differ included, before another node takes it over.</summary>
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    /// <summary>What messages that are being sent get at the end; then they are left to another node.</summary>
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Task> _sending = new();
    private readonly ConcurrentBag<IMessageSender> _idle = [];
    private readonly WakeSignal _signal = signals.Of(channel.Channel);
    private readonly Lock _gate = new();
    private Guid _servedLast;
    private TimeSpan _pause;
    private long _pausedAt;
    private long _measuredAt;

    /// <summary>Messages that are being sent now.</summary>
    internal int Sending => _sending.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = bus.Subscribe<MessagesWake>((node, _) =>
        {
            if (node != bus.NodeId)
            {
                _signal.Wake();
            }
        });
        using var abandon = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MeasureAsync(stoppingToken);
                if (!await DispatchAsync(abandon.Token, stoppingToken))
                {
                    await _signal.WaitAsync(PollInterval, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The loop must outlive whatever the database throws at it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogInterrupted(logger, e, channel.Channel.ToString());
                await Task.Delay(PollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAny(Task.WhenAll(_sending.Values), Task.Delay(FarewellTime, time, CancellationToken.None));
        await abandon.CancelAsync();
        await Task.WhenAll(_sending.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HangUp();
    }

    /// <summary>Takes as many messages as there are free places, and begins to send them.</summary>
    /// <returns>True when there may be more to do at once.</returns>
    private async Task<bool> DispatchAsync(CancellationToken abandon, CancellationToken cancellationToken)
    {
        var places = channel.IsSet ? FreePlaces() : 0;
        if (places == 0)
        {
            return false;
        }

        var claimed = await queue.ClaimAsync(channel.Channel, places, channel.Timeout + LeaseMargin, _servedLast, cancellationToken);
        foreach (var message in claimed)
        {
            _servedLast = message.TenantId;
            // Its place is taken before it begins, because it may end before this line does.
            _sending[message.Id] = Task.CompletedTask;
            _sending.TryUpdate(message.Id, SendAsync(message, abandon), Task.CompletedTask);
        }

        if (claimed.Count == 0 && _sending.IsEmpty)
        {
            HangUp();
        }

        if (claimed.Count == channel.Parallelism)
        {
            bus.Publish(MessagesWake.Instance);
        }

        return claimed.Count == places && FreePlaces() > 0;
    }

    /// <summary>After an outage one message at a time finds out whether it is over.</summary>
    private int FreePlaces()
    {
        lock (_gate)
        {
            if (_pause == TimeSpan.Zero)
            {
                return Math.Max(0, channel.Parallelism - _sending.Count);
            }

            return _sending.IsEmpty && time.GetElapsedTime(_pausedAt) >= _pause ? 1 : 0;
        }
    }

    private async Task SendAsync(ClaimedMessage message, CancellationToken abandon)
    {
        // Off the loop: what follows may do long work before it first waits.
        await Task.Yield();
        using var activity = OwnWork.Trace("message.send", ActivityKind.Producer, traceParent: null);
        using var lines = OwnWork.NameLines(logger, message.TenantId);
        var started = time.GetTimestamp();
        try
        {
            await SendRenderedAsync(await renderer.RenderAsync(message, abandon), abandon);
            await queue.SentAsync(message, abandon);
            MessageMetrics.Sent(channel.Channel, time.GetElapsedTime(started));
            Resume();
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Nobody knows whether it went out. Its lease runs out, and another node sends it with the same Message-ID.
        }
        catch (ChannelDownException e)
        {
            await SettleAsync(() => OutageAsync(message, e.Message, abandon), message);
        }
#pragma warning disable CA1031 // Whatever is wrong with one message is noted with it and tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await SettleAsync(() => RefusedAsync(message, e is MessageRefusedException ? e.Message : e.GetType().Name, abandon), message);
        }
        finally
        {
            _sending.TryRemove(message.Id, out _);
            _signal.Wake();
        }
    }

    private async Task SendRenderedAsync(RenderedMessage rendered, CancellationToken cancellationToken)
    {
        if (!_idle.TryTake(out var sender))
        {
            sender = channel.Open();
        }

        var isGood = false;
        try
        {
            await sender.SendAsync(rendered, cancellationToken);
            isGood = true;
        }
        finally
        {
            if (isGood)
            {
                _idle.Add(sender);
            }
            else
            {
                sender.Dispose();
            }
        }
    }

    private async Task OutageAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        TimeSpan pause;
        lock (_gate)
        {
            // Several that fail together are one outage.
            if (_pause == TimeSpan.Zero || time.GetElapsedTime(_pausedAt) >= _pause)
            {
                _pause = MessageRetry.NextPause(_pause);
                _pausedAt = time.GetTimestamp();
            }

            pause = _pause;
        }

        MessageMetrics.Outage(channel.Channel);
        LogOutage(logger, channel.Channel.ToString(), reason, pause.TotalSeconds);
        var age = time.GetUtcNow() - message.CreatedAt;
        var isDead = age > MessageRetry.MaxAge;
        await queue.FailedAsync(message, message.Attempt - 1, isDead ? null : MessageRetry.StandBack(pause, age), reason, cancellationToken);
    }

    private async Task RefusedAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        Resume();
        var isDead = message.Attempt >= MessageRetry.MaxAttempts;
        MessageMetrics.Failed(channel.Channel, isDead);
        LogRefused(logger, message.Template, message.Id, reason, message.Attempt, isDead);
        await queue.FailedAsync(message, message.Attempt, isDead ? null : MessageRetry.DelayAfter(message.Attempt), reason, cancellationToken);
    }

    private async Task SettleAsync(Func<Task> settle, ClaimedMessage message)
    {
        try
        {
            await settle();
        }
#pragma warning disable CA1031 // The database is away: the lease runs out and the message comes back.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnsettled(logger, e, message.Id);
        }
    }

    private void Resume()
    {
        lock (_gate)
        {
            _pause = TimeSpan.Zero;
        }
    }

    private void HangUp()
    {
        while (_idle.TryTake(out var sender))
        {
            sender.Dispose();
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (_measuredAt == 0 || time.GetElapsedTime(_measuredAt) >= DepthInterval)
        {
            _measuredAt = time.GetTimestamp();
            MessageMetrics.Depth(channel.Channel, await queue.DepthAsync(channel.Channel, cancellationToken));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Template} {MessageId} was refused ({Reason}) on try {Attempt}; given up: {IsDead}.")]
    private static partial void LogRefused(ILogger logger, string template, Guid messageId, string reason, int attempt, bool isDead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Channel} cannot be sent just now ({Reason}); the next try is in {Seconds} s.")]
    private static partial void LogOutage(ILogger logger, string channel, string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of message {MessageId} could not be noted; it may be sent again.")]
    private static partial void LogUnsettled(ILogger logger, Exception exception, Guid messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dispatcher of {Channel} was interrupted and goes on.")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, string channel);
}
