# Countertop 的中文文本。界面与小票共用此文件。
# 按界面分组；中英文件的键必须一致，否则测试不通过。
# 金额、日期、数量以已格式化的文本传入。

### 通用

product-name = Countertop
act-ok = 确定
act-close = 关闭
act-cancel = 取消
act-back = 返回
act-continue = 继续
act-save = 保存
act-undo = 撤销
act-retry = 重试
act-delete = 删除
act-clear = 清除
act-done = 完成
act-search = 搜索
act-more = 更多
act-print = 打印
act-remove = 移除
numpad-point = 小数点
numpad-back = 删除末位
pin-entered = 已输入 { $count } 位
pin-enter = 确认
combobox-none = 没有找到
month-before = 上个月
month-after = 下个月
hotkey-keys = 全部快捷键
hotkey-lock = 锁定收银台
hotkey-scanner = 扫码枪随处可用，无需先点选输入框。

### 框架：状态栏、导航、当前人员

nav-rooms = 功能
nav-group-till = 收银
nav-group-books = 账务
nav-group-shop = 店铺
nav-group-technician = 技术员
shop-kind = { $kind ->
    [demo] 演示店铺
    [training] 培训模式：非真实收款
   *[other] 测试店铺
}
status-online = 在线
status-offline = 离线
status-network-none = 无需网络
status-unreachable = 收银程序无响应
status-alarm = 刷卡机警报
status-doubts = { $count }笔存疑 · { $amount }
status-queue = { $count }笔待上送 · { $amount }
status-terminal-none = 无刷卡机
status-terminal = { $link ->
    [ready] 刷卡机就绪
    [busy] 刷卡机使用中
    [connecting] 刷卡机连接中
    [away] 刷卡机已断开
    [held] 刷卡机待核实
    [other_terminal] 刷卡机不符
   *[alarmed] 刷卡机已锁定
}
status-terminals-ready = { $count }台刷卡机就绪
status-one-terminal = { $link ->
    [connecting] { $name }：连接中
    [away] { $name }：已断开
    [held] { $name }：待核实
    [other_terminal] { $name }：设备不符
   *[alarmed] { $name }：已锁定
}
who-looks = 语言与外观
who-language = 语言
who-theme = 明暗
who-size = 按键大小
who-sign-out = 退出登录
theme-system = 自动
theme-light = 浅色
theme-dark = 深色
role-cashier = 收银员
role-supervisor = 主管
role-manager = 店长
role-technician = 技术员
role-auditor = 审计员

### 第二人批准

approval-title = 需要批准
approval-why = 请有权限的人在此输入密码。仅对本次操作有效一次。
approval-who = 由谁批准？
approval-nobody = 当前没有其他人可以批准。
approval-grant = 批准

### 错误：发生了什么、钱是否动过、下一步怎么做

error-other = 出错了（{ $code }）。未作任何更改。请重试，或记下代码联系支持。
error-host-unreachable = 收银程序没有响应。已写入的内容都在磁盘上，不会丢失。请稍候，或重启 Countertop。
error-amount-out-of-range = 金额过大或过小。未作任何更改。
error-approval-invalid = 该批准已失效，请重新申请。
error-approval-needed = 需要他人批准。
error-approval-withheld = 未获批准，未作任何更改。
error-attempt-not-running = 该笔付款已不在进行中。
error-attempt-running = 本单的刷卡付款仍在进行。请等待结果，或在刷卡机上取消。
error-attempt-unknown = 尚不确定该卡是否已扣款。查明之前，本单不可再次扣款。
error-barcode-check-digit = 条码 { $code } 校验位错误，读码有误。请重新扫描。
error-barcode-unreadable = 无法识别条码 { $code }。请重新扫描，或按名称查找。
error-cash-below-due = 实收现金少于应付金额。
error-command-unknown = 窗口与收银程序版本不一致。请重启 Countertop。
error-credentials-wrong = 输入有误，还可再试 { $tries_left } 次。
error-device-failed = 设备报告故障。款项未动。请检查设备后重试。
error-discount-out-of-range = 折扣必须大于零且不超过价格。
error-disk-full = 磁盘已满。未写入任何内容，款项未动。请清理空间后重试。
error-field-invalid = 表单有误，请检查标出的栏目。
error-file-damaged = 店铺文件已损坏。请停止在此收银并联系技术员，切勿删除任何文件。
error-file-locked = 另一个程序正在使用店铺文件。请关闭后重试。
error-file-rolled-back = 店铺文件比本机已写入的内容旧。请先联系技术员再营业。
error-file-too-new = 店铺文件由更新版本的 Countertop 写入。请升级本机。
error-file-unwritable = 无法写入店铺文件。款项未动。请检查磁盘后重试。
error-import-not-found = 此次导入已不存在。请重新选择文件。
error-import-refused = 部分行不可导入，因此未导入任何内容。请更正后重试。
error-input-invalid = 收银程序无法理解此请求。未作任何更改。
error-internal = 内部出错。未作任何更改。请重试；如仍出现，请记下下方代码联系支持。
error-key-unavailable = 无法读取店铺文件的密钥。请输入口令或恢复短语。
error-key-wrong = 无法打开文件。请检查拼写后重试。
error-last-manager = 这是最后一位店长，店铺必须有人掌管。
error-line-not-found = 该商品行已不在单中。
error-locked-out = 尝试次数过多。请等待 { $minutes } 分钟，或由店长登录。
error-not-allowed = 您的角色无此权限。
error-not-found = 内容已不存在。
error-nothing-to-pay = 没有应付金额。
error-other-terminal = 此处应答的不是已配对的刷卡机。在技术员重新配对之前已锁定。
error-password-rule = 密码强度不足。
error-pin-rule = 该密码过短或过于简单。
error-price-out-of-range = 价格过高或无效。
error-product-unknown = 没有条码为 { $code } 的商品。请按名称查找。
error-quantity-not-whole = 该商品按整件销售。
error-quantity-out-of-range = 数量过大或不大于零。
error-refund-tender-mismatch = 款项须原路退回。请选择原付款方式。
error-request-reused = 此操作已以另一内容执行过。重复之前请先查看该单。
error-return-more-than-bought = 退货数量超过购买数量。
error-sale-empty = 本单尚无商品。
error-sale-has-payment = 本单已有付款。请先撤回付款。
error-sale-not-found = 未找到该销售单。
error-sale-not-open = 该单已不可编辑，未作任何更改。
error-session-ended = 登录已结束。请重新登录，本单会保留。
error-session-locked = 收银台已锁定。请解锁后再操作。
error-session-needed = 请先登录。
error-shop-exists = 本机已有店铺。
error-shop-locked = 店铺文件已锁定。请先打开。
error-shop-missing = 本机尚无店铺。
error-simulator-refused = 该设备是模拟器，正式店铺不可配对。
error-tax-class-unknown = 税种不存在。
error-terminal-alarmed = 该刷卡机已锁定，须由技术员检查。款项未动。请收现金或使用其他刷卡机。
error-terminal-busy = 刷卡机正忙。款项未动。请待其空闲后重试。
error-terminal-held = 该刷卡机仍有一笔付款未查明。请收现金或使用其他刷卡机。
error-terminal-missing = 本机未配对刷卡机。请收现金，或联系技术员。
error-terminal-paired = 该刷卡机已配对。
error-terminal-unreachable = 刷卡机没有应答。款项未动。请检查电源和连线后重试。
error-user-unknown = 此人已不存在。

### 权限名称

permission-sale-ring = 开单销售
permission-pay-cash = 收取现金
permission-pay-card = 刷卡收款
permission-sale-discount = 给予折扣
permission-price-override = 修改价格
permission-sale-void = 作废销售单
permission-return-with-receipt = 凭小票退货
permission-return-without-receipt = 无小票退货
permission-sale-find = 查找销售单
permission-receipt-reprint = 重打小票
permission-day-report = 查看日报
permission-doubt-view = 查看存疑款项
permission-doubt-ask = 查询存疑款项
permission-payment-reverse = 冲正刷卡付款
permission-terminal-view = 查看刷卡机
permission-terminal-pair = 配对刷卡机
permission-terminal-test = 测试刷卡机
permission-terminal-clear-alarm = 解除刷卡机警报
permission-user-view = 查看人员
permission-user-edit = 管理人员
permission-settings-view = 查看设置
permission-settings-edit = 修改设置
permission-catalogue-import = 导入商品
permission-stock-adjust = 调整库存
permission-journal-verify = 校验日志

### 登录与锁定

sign-in-title = 登录
sign-in-who = 您是哪位？
sign-in-pin = 数字密码
sign-in-password = 密码
sign-in-use-pin = 使用数字密码
sign-in-use-password = 使用登录密码
sign-in-enter = 登录
sign-in-pin-of = { $name } 的数字密码
sign-in-demo = 演示店铺：以下人员供体验使用。
sign-in-demo-pin = 数字密码 { $pin }
sign-in-demo-password = 密码 { $password }
sign-in-nobody = 尚无人员可登录。
lock-title = 已锁定
lock-unlock = 解锁
lock-sale-kept = 本单原样保留。
lock-other = 换人登录

### 销售

sell-title = 销售
sell-find = 扫码，或输入名称、编码、价格
sell-find-label = 查找商品
sell-favourites = 常用
sell-sale = 销售单
sell-return = 退货单
sell-new-sale = 新单
sell-lines = { $lines }行 · { $items }件
sell-empty = 请扫描第一件商品
sell-empty-text = 也可在左侧点选，自动开单。
sell-none-found = 没有找到“{ $text }”
sell-none-found-text = 请减少文字，或扫描条码。
sell-category-empty = 此类别暂无商品
sell-savings = 已优惠
sell-tax-included = 含税
sell-tax-added = 税额
sell-to-pay = 应付
sell-to-refund = 应退
sell-pay = 收款
sell-refund = 退款
sell-suspend = 挂单
sell-suspended = 挂单列表
sell-suspended-count = 挂单 · { $count }
sell-discount = 整单折扣
sell-void = 作废
sell-each = 单价 { $price }
sell-per-kg = 公斤 × { $price }
sell-list-price = 原价 { $price }
sell-discount-off = 优惠 { $what } · { $amount }
sell-approved-by = { $name }已批准
sell-line-quantity = 数量
sell-line-price = 改价
sell-line-discount = 折扣
sell-line-note = 备注
sell-line-remove = 移除此行
sell-line-less = 减一
sell-line-more = 加一
sell-line-removed = 已移除 { $name }
sell-stock-only = 仅剩 { $stock }
sell-open-price = 现场定价
sell-quantity-title = { $name }的数量
sell-quantity-next = 下一件商品的数量
sell-quantity-next-pill = 下一件：{ $quantity } ×
sell-weight-title = { $name }的重量
sell-weight-unit = 公斤
sell-price-title = { $name }的价格
sell-price-unit = 单价
sell-price-kg = 每公斤价格
sell-price-catalogue = 目录价 { $price }
sell-note-title = { $name }的备注
sell-note = 打印在小票上的备注
sell-discount-line = { $name }的折扣
sell-discount-sale = 整单折扣
sell-discount-percent = 百分比
sell-discount-amount = 金额
sell-discount-none = 取消折扣
sell-discount-left = 折后应付
sell-set = 设定
sell-suspend-title = 挂起此单
sell-suspend-label = 便于找回的标记（姓名、桌号）
sell-suspend-done = 已挂单
sell-recall-title = 挂单列表
sell-recall-none = 没有挂单
sell-recall-none-text = 挂起的销售单在此等待，重启后仍在。
sell-recall-row = { $lines }行 · { $name } · { $time }
sell-recall-busy = 请先挂起或完成当前的销售单。
sell-void-title = 作废此单？
sell-void-reason = 原因
sell-void-customer-left = 顾客离开
sell-void-wrong = 误操作
sell-void-no-money = 顾客无法付款
sell-void-text = 此单将保留在账中可查，不收取任何款项。
sell-voided = 此单已作废
sell-return-title = 无小票退货？
sell-return-text = 请扫描退回的商品。如有小票，请在“销售记录”中查找原单。
sell-return-start = 开始退货
sell-return-now = 退货：请扫描退回的商品
sell-blocked-unknown = 尚不确定该卡是否已扣款。
sell-hotkey-pay = 收款
sell-hotkey-cash = 现金收整
sell-hotkey-find = 查找商品
sell-hotkey-quantity = 数量
sell-hotkey-price = 改价
sell-hotkey-line-up = 上一行
sell-hotkey-line-down = 下一行
sell-hotkey-more = 此行加一
sell-hotkey-less = 此行减一
sell-hotkey-remove = 移除此行
sell-hotkey-return = 无小票退货

### 收款

pay-title = 收款
pay-way = 如何付款？
pay-cash = 现金
pay-card = 刷卡
pay-due = 应付
pay-due-rest = 还需支付
pay-back = 应退
pay-rounded = 现金抹零
pay-given = 实收
pay-change = 找零
pay-missing = 还差
pay-paid = 已付
pay-sale = 销售单
pay-items = { $items }件
pay-on-disk = 已于 { $time } 写入磁盘。即使断电，本单也会原样恢复。
pay-exact = 收整
pay-cash-done = 完成
pay-cash-part = 收 { $amount }，余款另付
pay-cash-back = 退还 { $amount }
pay-card-amount = 刷卡金额
pay-card-send = 刷卡 { $amount }
pay-card-refund = 退回卡内 { $amount }
pay-card-terminal = 刷卡机
pay-card-title = 刷卡机收款
pay-card-refund-title = 刷卡机退款
pay-card-none = 当前没有可用的刷卡机
pay-card-none-text = 可继续收现金。技术员可配对或检修刷卡机。
pay-other = 其他方式
pay-cancel = 在刷卡机上取消
pay-cancelling = 正在取消……
pay-split = 部分支付
pay-tender-remove = 撤回 { $amount }
pay-tender-card = 刷卡
pay-tender-cash = 现金
pay-tender-wallet = 扫码
pay-tender-voucher = 代金券
pay-say-sending = 正在把金额发送到刷卡机
pay-say-card = 请插卡、挥卡或刷卡
pay-say-card-text = 刷卡机显示 { $amount }
pay-say-refund = 请出示原卡
pay-say-read = 已读卡
pay-say-read-text = 请顾客按刷卡机提示操作。
pay-say-bank = 正在询问银行
pay-say-bank-text = 请勿移开卡片。
pay-say-answered = 银行已应答
pay-say-asking = 正在向刷卡机查询结果
pay-say-paid = 已付款
pay-say-paid-text = { $card } · 已于 { $time } 写入磁盘
pay-say-refunded = 已退款
pay-say-declined = 被拒绝，未扣款
pay-say-declined-text = 请重试、换卡或付现金。
pay-say-declined-code = 应答码 { $code }。请重试、换卡或付现金。
pay-say-reversed = 已冲正，未扣款
pay-say-not-paid = 已查明：未扣款
pay-say-unknown = 这张卡是否已扣款？
pay-say-unknown-text = 刷卡机没有应答。查明之前本单不可再次扣款。现金和其他刷卡机不受影响。
pay-ask = 立即查询刷卡机
pay-asked = 已查询 { $count } 次
pay-leave = 先搁置此单
pay-again = 再次刷卡
pay-step-written = 付款请求已落盘
pay-step-accepted = 刷卡机已接收金额
pay-step-card-awaited = 等待持卡人
pay-step-card-read = 已读卡
pay-step-authorising = 银行应答
pay-step-answered = 银行已应答
pay-step-stored = 结果已落盘
pay-step-asking = 再次查询刷卡机
pay-left = 剩余 { $seconds } 秒
pay-free = 无需付款
pay-free-complete = 完成此单

### 小票

receipt-title = 小票
receipt-done-change = 找零
receipt-done-paid = 已付款
receipt-done-refund = 已退款
receipt-number = 小票 { $number }
receipt-next = 下一位顾客
receipt-next-hint = 也可直接扫描第一件商品。
receipt-print = 重新打印
receipt-copy = 标记为副本
receipt-printed = 副本已记入日志
receipt-of = 小票 { $number }
