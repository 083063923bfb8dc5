using Hub.Screens;

if (args is not [var repository, var folder, .. var parts] || parts is not ([] or ["desk"] or ["shop"]))
{
    await Console.Error.WriteLineAsync("usage: Hub.Screens <repository> <folder> [desk|shop]");
    return 2;
}
Directory.CreateDirectory(folder);
await using var hub = await DemoServer.StartAsync(repository);
var camera = new Camera(folder);
Look[] looks = [.. from width in new[] { 1440, 390 } from dark in new[] { false, true } from language in new[] { "en", "fr" } select new Look(language, dark, width)];
var desk = new DeskScreens(hub, camera);
if (parts is not ["shop"])
{
    foreach (var look in looks) await desk.TakeAsync(look);
}
// After the desk: each conversation is one more ticket.
if (parts is not ["desk"])
{
    var shop = new ShopScreens(hub, camera);
    foreach (var look in looks) await shop.TakeAsync(look);
}
await (await Chromium.Instance).CloseAsync();

foreach (var fault in camera.Faults) await Console.Error.WriteLineAsync(fault);
Console.WriteLine($"{camera.Taken} pictures in {folder}, {camera.Faults.Count} faults");
return camera.Faults.Count == 0 ? 0 : 1;
