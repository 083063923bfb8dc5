using Hub.Bench.Chat;
using Hub.Bench.Data;
using Hub.Bench.Idle;
using Hub.Bench.Mail;
using Hub.Bench.Reads;
using Hub.Bench.Reconnect;
using Hub.Bench.Support;

// `bare` and `probe` are not for people: the benches start them as processes of their own.
return await Benches.RunAsync(args, new Dictionary<string, Bench>
{
    ["chat"] = new("100 pairs in a closed loop; --dialogue: the agent answers every second message; --paced R: R messages a second over 500 visitors and 500 agents",
        ["dialogue", "paced", "pairs", "lists", "seconds", "warmup"], ChatBench.RunAsync),
    ["idle"] = new("memory for each idle visitor; --connections N", ["connections"], IdleBench.RunAsync),
    ["reconnect"] = new("visitors in the midst of conversations lose the server and come back at once; --visitors N --messages M (of each)", ["visitors", "messages"], ReconnectBench.RunAsync),
    ["mail"] = new("mails of 20 kB over 8 LMTP connections, and one with 25 MB attached; --connections N --size BYTES --attachment BYTES",
        ["connections", "size", "attachment", "seconds", "warmup"], MailBench.RunAsync),
    ["mime"] = new("the reader of mail alone, on one core: a large attachment, and ordinary mails; --attachment BYTES", ["attachment", "seconds", "warmup"], MimeBench.RunAsync),
    ["data"] = new("fills a database; --tickets N (ten messages each)", ["tickets"], DataBench.RunAsync),
    ["inbox"] = new("lists of the inbox on the database that `data` filled; --tickets N fills it first where it is empty", ["tickets", "seconds", "warmup", "parallel"], InboxBench.RunAsync),
    ["open"] = new("opens tickets with 200 messages on the database that `data` filled", ["tickets", "seconds", "warmup", "parallel"], OpenBench.RunAsync),
}, new Dictionary<string, Func<Arguments, CancellationToken, Task>>
{
    ["bare"] = BareServer.RunAsync,
});
