using Satcom.Application;
using Satcom.Infrastructure;
using Satcom.WebApi.Common;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Observability;
using Satcom.WebApi.Common.OpenApi;
using Satcom.WebApi.Identity;
using Satcom.WebApi.Identity.ApiConsole;
using Satcom.WebApi.Identity.Provider;
using Satcom.WebApi.Leaves;
using Satcom.WebApi.Realtime;

var model = Preparation.MakeModelAsync(CancellationToken.None);
var builder = WebApplication.CreateBuilder(args);

builder.Services
    .AddApplication()
    .AddCallers()
    .AddInfrastructure(builder.Configuration, builder.Environment)
    .AddSatcomHttp()
    .AddSatcomHub()
    .AddSatcomOpenApi()
    .AddSatcomObservability(builder.Environment)
    .AddSystemClock();

var app = builder.Build();

// What people wait for is made ready while the routes are put together; nobody is listened to before both are done.
var prepared = Task.Run(() => app.Services.PrepareSatcomAsync(model, app.Lifetime.ApplicationStopping));

app.UseSatcomHttp();
app.UseAllowedOrigins();
app.UseTenantPaths();
app.UseRouting();
app.UseCallers();
app.UseSatcomConsole();

app.MapControllers();
app.MapProvider();
app.MapLeaveFeed();
app.MapSatcomHub();
app.MapSatcomOpenApi();
app.MapSatcomOperations();

await prepared;

if (!app.Environment.IsDevelopment())
{
    // Half of what a start makes is garbage once it is over; what is left of it would be the service's for days.
    app.Lifetime.ApplicationStarted.Register(() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));
}

await app.RunAsync();
